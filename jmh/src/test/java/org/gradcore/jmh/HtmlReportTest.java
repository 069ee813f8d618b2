package org.gradcore.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.gradcore.kernel.Kernel;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page is complete in itself, and a browser draws its charts without an error. */
class HtmlReportTest {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  /** Uses everything that can be chosen or clicked on. */
  private static final String CLICKS =
      """
      <script>
      const select = document.getElementById("kernel");
      for (const option of [...select.options]) {
        select.value = option.value;
        select.dispatchEvent(new Event("change"));
      }
      for (const id of ["element", "metric", "choice", "fit-time", "peers-element"]) {
        for (let i = 0; i < document.getElementById(id).children.length; i++) {
          document.getElementById(id).children[i].click();
        }
      }
      for (const th of document.querySelectorAll("#all th")) {
        document.getElementById("all").querySelectorAll("th")[th.cellIndex].click();
      }
      document.documentElement.dataset.clicked = "true";
      </script>
      </body>\
      """;

  @TempDir Path folder;

  @Test
  void loadsNothing() throws Exception {
    String page = HtmlReport.page(Reports.everything());
    String outside = "<(?:script|img|iframe|link|source)[^>]*(?:src|href)=\"?(?!data:)[^\"\\s]";
    // The library's text holds tags that it would write elsewhere: they are not the page's.
    String own = page.replace(HtmlReport.library(), "");
    assertTrue(own.length() < page.length() / 2, "the library is in the page");
    assertFalse(Pattern.compile(outside).matcher(own).find());
    assertFalse(page.contains("@import"));
    assertFalse(Pattern.compile("@(STYLE|DATA|ECHARTS|SCRIPT)@").matcher(page).find());
    assertFalse(page.contains("needs </script>"), "data must not end the script element");
    assertTrue(page.contains("Apache License, Version 2.0"), "the chart library keeps its licence");
  }

  @Test
  @Timeout(180)
  void aBrowserDrawsTheChartsWithoutErrors() throws Exception {
    String dom = render(HtmlReport.page(Reports.everything()));
    assertTrue(marks(dom, "lines", "lines-table") > 40, "lines and error bars");
    int cells = Kernel.values().length * 3;
    assertTrue(marks(dom, "choices", "regret") >= cells, "a cell for each kernel and size");
    assertTrue(marks(dom, "regret", "all") >= cells, "a cell for each kernel and size");
    assertEquals(1 + cells, rows(dom, "all"), "a row for each kernel and size");
    assertEquals(1 + Reports.ALL.size(), rows(dom, "lines-table"));
    assertTrue(dom.contains("A &lt;fast&gt; processor"), "text is escaped");
    // Each bar and its error bar are four shapes.
    assertTrue(marks(dom, "fits-0", "fits-1") >= 4 * 4, "bars for each fitter and problem");
    assertTrue(marks(dom, "fits-1", "fits-note") >= 4 * 3, "bars for each fitter and problem");
    assertEquals(1 + 3, rows(dom, "fits-table-0"), "a row for each fitter");
    assertEquals(1 + 3, rows(dom, "fits-left"), "what was not fitted or not reached");
    assertTrue(marks(dom, "cold", "cold-table") >= 4 * 16, "bars for each backend and task");
    assertEquals(1 + 4, rows(dom, "cold-table"), "a row for each backend");
  }

  @Test
  @Timeout(180)
  void whatWasNotMeasuredIsNotShown() throws Exception {
    Report none = Report.withoutKernels("quick", Instant.EPOCH);
    String dom = render(HtmlReport.page(none));
    assertEquals(5, dom.split("<section data-part=\"[a-zA-Z]+\" hidden=\"\">", -1).length - 1);
  }

  @Test
  @Timeout(180)
  void showsOtherLibraries() throws Exception {
    String without = render(HtmlReport.page(Reports.allKernels()));
    assertTrue(without.contains("<section id=\"peers-section\" hidden"), "nothing to show");
    String dom = render(HtmlReport.page(Reports.withPeer()));
    assertFalse(dom.contains("<section id=\"peers-section\" hidden"));
    assertEquals(1 + 1, rows(dom, "peers-summary"), "a row for each library");
    assertEquals(1 + 4, rows(dom, "peers"), "a row for each kernel and size");
    assertEquals(1 + Reports.ALL.size() + 1, rows(dom, "lines-table"), "a line in the chart");
    assertTrue(dom.contains("<dt>peer</dt><dd>1.0, one thread</dd>"), "its version");
  }

  @Test
  @Timeout(180)
  void everythingCanBeClicked() throws Exception {
    click(HtmlReport.page(Reports.everything()));
    click(HtmlReport.page(Reports.withPeer()));
  }

  private void click(String page) throws Exception {
    int end = page.lastIndexOf("</body>");
    String dom = render(page.substring(0, end) + CLICKS + page.substring(end + "</body>".length()));
    assertTrue(dom.contains("data-clicked=\"true\""), "all clicks were made");
    assertTrue(marks(dom, "lines", "lines-table") > 40, "lines and error bars");
  }

  /** What a browser makes of the page; it fails on any message of the console. */
  private String render(String page) throws Exception {
    Path file = Files.writeString(folder.resolve("report.html"), page);
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(browser().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--user-data-dir=" + folder.resolve("profile"),
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--window-size=1200,900",
            "--virtual-time-budget=10000",
            "--enable-logging=stderr",
            "--v=0",
            "--dump-dom",
            file.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertTrue(process.waitFor(150, TimeUnit.SECONDS), "the browser does not end");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> read(log));
    String console =
        read(log).lines().filter(line -> line.contains("CONSOLE")).findFirst().orElse("");
    assertEquals("", console, "the console is silent");
    String text = read(dom);
    assertFalse(text.contains("data-errors="), () -> text.substring(0, 300));
    assertTrue(text.contains("data-ready=\"true\""), "the script came to its end");
    return text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path browser() {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String name : BROWSERS) {
      for (String directory : path.split(Pattern.quote(File.pathSeparator))) {
        Path file = Path.of(directory.isEmpty() ? "." : directory, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    String missing =
        "the report is NOT tested in a browser: none of "
            + BROWSERS
            + " is on the PATH (Debian and Ubuntu: apt-get install chromium)";
    System.err.println(missing);
    return Assumptions.abort(missing);
  }

  /** The shapes that are drawn between the elements of two ids. */
  private static int marks(String dom, String from, String to) {
    int start = dom.indexOf("id=\"" + from + "\"");
    int end = dom.indexOf("id=\"" + to + "\"");
    assertTrue(start > 0 && end > start, from + " and " + to + " are there");
    String part = dom.substring(start, end);
    assertTrue(part.contains("<svg"), from + " is drawn");
    return part.split("<path ", -1).length - 1;
  }

  private static int rows(String dom, String table) {
    int start = dom.indexOf("id=\"" + table + "\"");
    String part = dom.substring(start, dom.indexOf("</table>", start));
    return part.split("<tr>", -1).length - 1;
  }
}
