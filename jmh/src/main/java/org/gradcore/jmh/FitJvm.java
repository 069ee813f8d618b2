package org.gradcore.jmh;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Availability;
import org.gradcore.dispatch.machine.Backend;
import org.gradcore.dispatch.measure.ChildJvm;

/** A library that fits in JVMs of its own, by {@link FitMain}. */
final class FitJvm implements FitContestant {
  /** Reading, preparing and judging, on top of the fits. */
  private static final Duration AROUND = Duration.ofMinutes(3);

  /** More fits than a search or a round has. */
  private static final int MANY = 100;

  private final String id;
  private final FitReport.Who who;
  private final List<String> options;
  private final String classPath;

  /**
   * A fitter.
   *
   * @param id the fitter's id
   * @param who its name in reports
   * @param options options of its JVMs
   * @param classPath class path of its JVMs; null for this JVM's
   */
  FitJvm(String id, FitReport.Who who, List<String> options, String classPath) {
    this.id = id;
    this.who = who;
    this.options = options;
    this.classPath = classPath;
  }

  /**
   * gradcore's fitters: with the dispatcher, and on each backend that is available.
   *
   * @param kernels knows what is available
   * @return double first
   */
  static List<FitContestant> gradcore(Kernels kernels) {
    List<FitContestant> all = new ArrayList<>();
    for (Fitter fitter : List.of(new DoubleGradcoreFitter(), new FloatGradcoreFitter())) {
      all.add(gradcore(fitter, null));
      kernels.availability().stream()
          .filter(Availability::available)
          .forEach(available -> all.add(gradcore(fitter, available.of())));
    }
    return all;
  }

  static FitJvm gradcore(Fitter fitter, Backend backend) {
    String id = fitter.id() + (backend == null ? "" : "-" + backend.id());
    return new FitJvm(
        fitter.id(),
        new FitReport.Who(id, "gradcore", fitter.version()),
        ChildJvm.options(backend),
        null);
  }

  /**
   * The fitters of the peers' modules, each asked for in a JVM of its own.
   *
   * @param folder holds a folder for each module
   * @param left receives what cannot be used, and why
   * @return the fitters
   */
  static List<FitContestant> peers(Path folder, List<FitReport.Left> left)
      throws IOException, InterruptedException {
    List<FitContestant> all = new ArrayList<>();
    for (PeerModule module : PeerModule.in(folder)) {
      if (!module.has(Fitter.class)) {
        continue;
      }
      String classPath = module.classPath();
      List<String> options = module.options();
      List<FitMain.Event> events = new ArrayList<>();
      FitMain.Task task = new FitMain.Task(FitMain.Action.LIST, null, null, 0, 0, 0, 0, 0, 0);
      try {
        run(options, classPath, task, AROUND, events);
      } catch (IOException e) {
        left.add(new FitReport.Left(module.name(), null, e.getMessage()));
      }
      for (FitMain.Event event : events) {
        if (event.fitter() != null) {
          FitReport.Who who = new FitReport.Who(event.fitter(), "peer", event.version());
          all.add(new FitJvm(event.fitter(), who, options, classPath));
        } else if (event.error() != null) {
          left.add(new FitReport.Left(module.name(), null, event.error()));
        }
      }
    }
    return all;
  }

  @Override
  public FitReport.Who who() {
    return who;
  }

  @Override
  public Search search(FitCase problem, double target, Duration limit)
      throws IOException, InterruptedException {
    FitMain.Task task =
        new FitMain.Task(
            FitMain.Action.SEARCH,
            id,
            problem.file().toString(),
            problem.optimum(),
            target,
            0,
            0,
            0,
            limit.toMillis());
    List<FitMain.Event> events = new ArrayList<>();
    String ended = null;
    try {
      run(options, classPath, task, AROUND.plus(limit.multipliedBy(MANY)), events);
    } catch (IOException e) {
      ended = e.getMessage();
    }
    List<FitMain.Trial> trials = new ArrayList<>();
    for (FitMain.Event event : events) {
      if (event.declined() != null) {
        return Search.declined(event.declined());
      } else if (event.trial() != null) {
        trials.add(event.trial());
      } else if (event.late() != null) {
        ended = late(event, limit);
      } else if (event.error() != null) {
        ended = event.error();
      }
    }
    return new Search(trials, null, ended);
  }

  private static String late(FitMain.Event event, Duration limit) {
    return String.format(
        Locale.ROOT, "%s takes longer than %.0f s", event.late(), limit.toMillis() / 1e3);
  }

  @Override
  public List<FitMain.Trial> time(FitCase problem, int effort, Fits.Settings settings)
      throws IOException, InterruptedException {
    // What was just fast enough once may be a little slower the next time.
    Duration limit = settings.limit().multipliedBy(3);
    FitMain.Task task =
        new FitMain.Task(
            FitMain.Action.TIME,
            id,
            problem.file().toString(),
            problem.optimum(),
            0,
            effort,
            settings.warmUpMillis(),
            settings.repeats(),
            limit.toMillis());
    List<FitMain.Event> events = new ArrayList<>();
    run(options, classPath, task, AROUND.plus(limit.multipliedBy(settings.repeats() + 1)), events);
    List<FitMain.Trial> trials = new ArrayList<>();
    for (FitMain.Event event : events) {
      if (event.trial() != null) {
        trials.add(event.trial());
      } else if (event.late() != null) {
        throw new IOException(late(event, limit));
      } else {
        throw new IOException(event.error() == null ? event.declined() : event.error());
      }
    }
    return trials;
  }

  private static void run(
      List<String> options,
      String classPath,
      FitMain.Task task,
      Duration limit,
      List<FitMain.Event> events)
      throws IOException, InterruptedException {
    Gson gson = new Gson();
    ChildJvm.End end;
    try {
      end =
          ChildJvm.run(
              ChildJvm.command(options, classPath, FitMain.class, List.of()),
              gson.toJson(task),
              limit,
              line -> events.add(gson.fromJson(line, FitMain.Event.class)));
    } catch (JsonSyntaxException e) {
      throw new IOException("its JVM printed what is no result of a fit", e);
    }
    if (end.late()) {
      throw new IOException("its JVM did not end within " + limit.toSeconds() + " s");
    }
    if (end.status() != 0) {
      throw new IOException("its JVM ended with status " + end.status() + ": " + end.cause());
    }
  }
}
