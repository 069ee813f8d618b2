package org.gradcore.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.gradcore.jmh.ColdStart;
import org.gradcore.jmh.FitReport;

/** What {@code gradcore bench} prints of the cold start and of whole fits. */
final class BenchTables {
  private BenchTables() {}

  static void coldStart(ColdStart.Result result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "cold start, ms after gradcore is first used, medians of %d JVMs (start: of the JVM itself):%n",
        result.rounds());
    List<String> tasks = result.rows().stream().map(BenchTables::task).distinct().toList();
    List<String> header = new ArrayList<>(List.of("backend"));
    header.addAll(tasks);
    Tables table = new Tables(header.toArray(String[]::new));
    for (String backend : result.rows().stream().map(ColdStart.Row::backend).distinct().toList()) {
      List<String> cells = new ArrayList<>(List.of(backend));
      for (String task : tasks) {
        cells.add(
            result.rows().stream()
                .filter(row -> row.backend().equals(backend) && task(row).equals(task))
                .map(row -> String.format(Locale.ROOT, "%.0f", row.millis()))
                .findFirst()
                .orElse("-"));
      }
      table.row(cells.toArray(String[]::new));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "steps: Adam, %d floats; fit: %s, %d epochs of Adam in mini-batches of %d%n%n",
        result.parameters(),
        result.data(),
        result.epochs(),
        result.batch());
  }

  private static String task(ColdStart.Row row) {
    return row.steps() == 0 ? row.task() : row.steps() + (row.steps() == 1 ? " step" : " steps");
  }

  static void fits(FitReport report, PrintWriter out) {
    for (double target : report.targets()) {
      fits(report, target, "in a process that has warmed up", FitReport.Row::warm, out);
      fits(report, target, "as the first in a fresh process", FitReport.Row::first, out);
    }
    out.println(
        "whole processes (liblinear, gradcore-process) start, read the data from a text file, fit"
            + " and write");
    for (FitReport.Row row : report.rows()) {
      if (!row.reached()) {
        out.printf(
            Locale.ROOT,
            "not reached: %s, %s: gap %s left of %.0e (%s; %s)%n",
            row.problem(),
            row.fitter(),
            row.gap() == null ? "?" : String.format(Locale.ROOT, "%.1e", row.gap()),
            row.target(),
            row.setting(),
            row.note());
      }
    }
    for (FitReport.Left left : report.left()) {
      String problem = left.problem() == null ? "" : ", " + left.problem();
      out.printf(Locale.ROOT, "not fitted: %s%s: %s%n", left.fitter(), problem, left.reason());
    }
    out.println();
  }

  private static void fits(
      FitReport report,
      double target,
      String what,
      Function<FitReport.Row, FitReport.Times> times,
      PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "seconds to within %.0e of the optimum, %s, medians of %d processes:%n",
        target,
        what,
        report.rounds());
    List<String> header = new ArrayList<>(List.of("fitter"));
    report.problems().forEach(problem -> header.add(problem.label()));
    Tables table = new Tables(header.toArray(String[]::new));
    for (FitReport.Who who : report.fitters()) {
      List<String> cells = new ArrayList<>(List.of(who.id()));
      for (FitReport.Problem problem : report.problems()) {
        cells.add(
            report
                .row(problem.label(), who.id(), target)
                .map(row -> row.reached() ? seconds(times.apply(row)) : "not reached")
                .orElse("-"));
      }
      if (cells.stream().skip(1).anyMatch(cell -> !cell.equals("-"))) {
        table.row(cells.toArray(String[]::new));
      }
    }
    table.print(out);
    out.println();
  }

  private static String seconds(FitReport.Times times) {
    return times == null ? "-" : String.format(Locale.ROOT, "%.3f", times.seconds());
  }
}
