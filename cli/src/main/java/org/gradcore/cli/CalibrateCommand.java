package org.gradcore.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.measure.Calibrator;
import org.gradcore.dispatch.profile.Profile;
import org.gradcore.dispatch.profile.ProfileFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradcore calibrate}. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures every kernel on every backend of this machine, and writes the profile that the"
          + " dispatcher chooses by.",
      "Best on an idle machine."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Fewer sizes and repetitions: about a minute instead of many.")
  boolean quick;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the profile goes (default: this user's cache folder).")
  Path output;

  @Option(names = "--quiet", description = "No progress bar.")
  boolean quiet;

  @Override
  public Integer call() throws Exception {
    Path file = output != null ? output : Kernels.dispatched().profile().file();
    if (file == null) {
      throw new IllegalStateException("there is no cache folder here; name a file with --output");
    }
    if (output == null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Outputs.check("--output", file, spec);
    Calibrator.Mode mode = quick ? Calibrator.Mode.QUICK : Calibrator.Mode.FULL;
    Profile profile;
    try (StepBar bar = new StepBar("calibrate", quiet)) {
      profile = new Calibrator(mode, bar).run();
    }
    ProfileFile.write(profile, file);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "profile written to %s%n", file);
    out.printf(Locale.ROOT, "lane width of the vector backend: %d bits%n", profile.vectorBits());
    out.printf(Locale.ROOT, "'gradcore info' shows the choices%n");
    out.flush();
    return 0;
  }
}
