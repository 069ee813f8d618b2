package org.gradcore.cli;

import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gradcore.train.TrainingListener;

/** A progress bar on standard error, with the objective. */
final class Progress implements TrainingListener, AutoCloseable {
  /**
   * The launcher asks for fewer updates where standard error is a file: each leaves a line there.
   */
  private static final int UPDATE_MILLIS = Integer.getInteger("gradcore.cli.update", 100);

  private final ProgressBar bar;

  Progress(String name, int epochs, boolean quiet) {
    bar = quiet ? null : bar(name, epochs);
  }

  /** A bar of so many steps. */
  static ProgressBar bar(String name, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(steps)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public void onEpoch(int epoch, long step, double objective, double seconds) {
    if (bar != null) {
      bar.stepTo(epoch);
      bar.setExtraMessage(String.format(Locale.ROOT, " objective %.6f", objective));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
