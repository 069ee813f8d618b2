package org.gradcore.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.gradcore.train.LinearModel.Element;
import org.gradcore.train.LinearModel.Kind;

/** Saves models of growing number to one file until it is killed. */
final class SaveLoop {
  static final int FEATURES = 20_000;

  private SaveLoop() {}

  /** A model all of whose parameters are {@code number}. */
  static LinearModel model(int number) {
    double[] parameters = new double[FEATURES];
    Arrays.fill(parameters, number);
    return new LinearModel(
        Kind.LINEAR,
        Element.DOUBLE,
        FEATURES,
        false,
        ClassLabels.NONE,
        new double[0],
        new double[0],
        parameters,
        Map.of());
  }

  public static void main(String[] args) throws Exception {
    for (int number = 1; ; number++) {
      ModelFile.save(Path.of(args[0]), model(number));
      System.out.println(number);
    }
  }
}
