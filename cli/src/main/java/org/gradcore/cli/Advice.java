package org.gradcore.cli;

import java.util.ArrayList;
import java.util.List;
import org.gradcore.data.DataDescription;
import org.gradcore.data.DataFormat;

/** What can be done about training that went wrong, by its cause. */
final class Advice {
  /** Values above this, or columns that differ by the second factor, call for scaling. */
  private static final double LARGE = 10;

  private static final double UNEVEN = 100;

  private final TrainCommand command;
  private final DataDescription data;
  private final boolean canStandardize;
  private final boolean large;

  private final String greatest;
  private final String zeros;

  /**
   * @param data what is known of the training data
   * @param sizes the greatest absolute value of each column
   * @param standardized whether they are standardized
   * @param canStandardize whether they are few enough for it
   */
  Advice(
      TrainCommand command,
      DataDescription data,
      double[] sizes,
      boolean standardized,
      boolean canStandardize) {
    this.command = command;
    this.data = data;
    this.canStandardize = canStandardize;
    int most = -1;
    int least = -1;
    int zero = -1;
    for (int j = 0; j < sizes.length; j++) {
      if (sizes[j] == 0) {
        zero = zero < 0 ? j : zero;
        continue;
      }
      most = most < 0 || sizes[j] > sizes[most] ? j : most;
      least = least < 0 || sizes[j] < sizes[least] ? j : least;
    }
    large =
        !standardized && most >= 0 && (sizes[most] > LARGE || sizes[most] > UNEVEN * sizes[least]);
    greatest = most < 0 ? "" : "column " + name(most) + " goes up to " + Doubts.number(sizes[most]);
    zeros = zero < 0 ? "a column of zeros" : "column " + name(zero) + " of zeros";
  }

  private String name(int column) {
    String name = data.featureNames().isEmpty() ? "" : data.featureNames().get(column);
    return name.isEmpty() ? Integer.toString(column + 1) : "'" + name + "'";
  }

  /** When steps are too large. */
  String tooLarge() {
    String lower = "lower the learning rate (--learning-rate, now " + command.learningRate + ")";
    return large ? scale() + " or " + lower : lower;
  }

  /** When the optimizer's epsilon is 0 and it has divided by 0. */
  String epsilon() {
    double epsilon = (Double) OptimizerOptions.given(command.spec, "--epsilon");
    return "epsilon "
        + (epsilon == 0 ? "0" : epsilon + ", which is 0 in float,")
        + " gives 0/0 where all gradients are 0, as for "
        + zeros
        + ": take one above 0 (--epsilon), such as 1e-8";
  }

  /** When the objective is not finite before the first step. */
  String tooLargeData() {
    return "scale the targets and features down"
        + (command.element == TrainCommand.Element.FLOAT ? ", or take --element double" : "");
  }

  /**
   * When the result is worse than doing nothing.
   *
   * @param end what the objective does at the end
   */
  String afterTraining(Trend.End end) {
    return switch (end) {
      case RISEN -> tooLarge();
      case FALLING ->
          (large ? scale() + ", " : "")
              + "train longer (--epochs, now "
              + command.epochs
              + ") or raise the learning rate (--learning-rate, now "
              + command.learningRate
              + ")";
      case LEVEL -> atRest();
    };
  }

  private String atRest() {
    List<String> held = new ArrayList<>();
    if (!command.intercept) {
      held.add("fit an intercept (--intercept)");
    }
    if (command.l2 > 0) {
      held.add("lower the penalty (--l2, now " + command.l2 + ")");
    }
    if (OptimizerOptions.given(command.spec, "--weight-decay") instanceof Double decay
        && decay > 0) {
      held.add("lower the weight decay (--weight-decay, now " + decay + ")");
    }
    if (large) {
      held.add(scale());
    }
    return held.isEmpty()
        ? "the features may say little about the target"
        : String.join(" or ", held);
  }

  private String scale() {
    boolean images = data.reading() != null && data.reading().format() == DataFormat.IDX;
    String how =
        images
            ? "scale the values (--value-scale) or standardize the features (--standardize"
            : "standardize the features (--standardize";
    return canStandardize ? how + "; " + greatest + ")" : "scale the features (" + greatest + ")";
  }
}
