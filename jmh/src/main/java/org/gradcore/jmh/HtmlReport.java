package org.gradcore.jmh;

import com.google.gson.Gson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gradcore.io.OutputFile;

/**
 * A {@link Report} as one HTML file with charts, which opens from disk and loads nothing: style,
 * script, data and the chart library (Apache ECharts) are inside it.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the page.
   *
   * @param report what to show
   * @param file where to
   * @throws IOException if it cannot be written
   */
  public static void write(Report report, Path file) throws IOException {
    OutputFile.write(file, page(report));
  }

  /** The page. */
  static String page(Report report) throws IOException {
    // Gson writes <, > and & of strings as escapes: no text can end the script element.
    String data = new Gson().toJson(report.toJson());
    return resource("report.html")
        .replace("@STYLE@", resource("report.css"))
        .replace("@DATA@", data)
        .replace("@SCRIPT@", resource("report.js"))
        .replace("@ECHARTS@", library());
  }

  /** The chart library, which is a part of the page. */
  static String library() throws IOException {
    return resource("echarts/echarts.min.js");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("the resource " + name + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
