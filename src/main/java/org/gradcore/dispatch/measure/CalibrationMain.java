package org.gradcore.dispatch.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradcore.dispatch.profile.ProfileFile;
import org.gradcore.kernel.Kernel;

/** A JVM in which {@link Calibrator} measures. */
final class CalibrationMain {
  /** Begins a line on stdout that names the next step. */
  static final String STEP = "gradcore calibration: ";

  private CalibrationMain() {}

  public static void main(String[] args) throws IOException {
    Calibrator.Mode mode = Calibrator.Mode.valueOf(args[0]);
    List<Kernel> kernels = Arrays.stream(args[2].split(",")).map(Kernel::valueOf).toList();
    Calibrator calibrator =
        new Calibrator(mode, kernels, (done, total, step) -> System.out.println(STEP + step));
    ProfileFile.write(calibrator.runHere(Boolean.parseBoolean(args[3])), Path.of(args[1]));
  }
}
