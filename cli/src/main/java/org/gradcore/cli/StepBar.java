package org.gradcore.cli;

import me.tongfei.progressbar.ProgressBar;
import org.gradcore.dispatch.measure.CalibrationListener;
import org.gradcore.jmh.Comparison;

/** A progress bar that is made once the number of steps is known. */
final class StepBar implements CalibrationListener, Comparison.Listener, AutoCloseable {
  private final String name;
  private final boolean quiet;
  private ProgressBar bar;

  StepBar(String name, boolean quiet) {
    this.name = name;
    this.quiet = quiet;
  }

  @Override
  public void progress(int done, int total, String step) {
    if (quiet) {
      return;
    }
    if (bar == null) {
      bar = Progress.bar(name, total);
    }
    bar.maxHint(total);
    bar.stepTo(done);
    bar.setExtraMessage(" " + step);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
