package org.gradcore.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.FloatDataset;

/**
 * The classes of a classifier: class k has the target value {@code values[k]} in the data, and the
 * text {@code names.get(k)} if the data have text labels.
 *
 * @param values the target value of each class, ascending; empty for a model without classes
 * @param names the text label of each class, or empty when labels are numbers
 */
public record ClassLabels(double[] values, List<String> names) {
  private static final int LONGEST_LIST = 10;

  /** The labels of a model that has no classes. */
  public static final ClassLabels NONE = new ClassLabels(new double[0], List.of());

  /**
   * @throws IllegalArgumentException if the values are not finite and strictly ascending, or there
   *     are names but not one for each
   */
  public ClassLabels {
    names = List.copyOf(names);
    for (int k = 0; k < values.length; k++) {
      if (!Double.isFinite(values[k]) || (k > 0 && values[k] <= values[k - 1])) {
        throw new IllegalArgumentException(
            "class value "
                + values[k]
                + " after "
                + k
                + " others: finite, ascending ones are needed");
      }
    }
    if (!names.isEmpty() && names.size() != values.length) {
      throw new IllegalArgumentException(
          names.size() + " names for " + values.length + " classes: as many, or none, are needed");
    }
  }

  /**
   * The classes that occur in a data set, or, if it has text labels, all of those.
   *
   * @throws IllegalArgumentException if a target is not a whole number
   */
  public static ClassLabels of(FloatDataset data) {
    return of(FloatTrainer.asDoubles(data.targets()), data.classNames());
  }

  /** The same for double data. */
  public static ClassLabels of(DoubleDataset data) {
    return of(data.targets(), data.classNames());
  }

  private static ClassLabels of(double[] targets, List<String> names) {
    if (!names.isEmpty()) {
      double[] values = new double[names.size()];
      Arrays.setAll(values, k -> k);
      return new ClassLabels(values, names);
    }
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] != Math.rint(targets[i])) {
        throw new IllegalArgumentException(
            "target " + targets[i] + " of row " + (i + 1) + ": a classifier needs whole numbers");
      }
    }
    // + 0.0 makes -0 a 0, which distinct() tells apart.
    return new ClassLabels(
        Arrays.stream(targets).map(v -> v + 0.0).sorted().distinct().toArray(), List.of());
  }

  /** Number of classes. */
  public int count() {
    return values.length;
  }

  /** The label of a class as text: its name, or its value, whole numbers without a point. */
  public String label(int k) {
    if (!names.isEmpty()) {
      return names.get(k);
    }
    double value = values[k];
    return value == (long) value ? Long.toString((long) value) : Double.toString(value);
  }

  /**
   * The class of every row, from 0.
   *
   * @throws IllegalArgumentException if the data have no targets, or one that is none of the
   *     classes
   */
  public int[] encode(FloatDataset data) {
    return encode(FloatTrainer.asDoubles(data.targets()), data.rows(), data.classNames());
  }

  /** The same for double data. */
  public int[] encode(DoubleDataset data) {
    return encode(data.targets(), data.rows(), data.classNames());
  }

  private int[] encode(double[] targets, int rows, List<String> dataNames) {
    if (targets.length != rows) {
      throw new IllegalArgumentException("the data have no targets");
    }
    if (rows > 0 && dataNames.isEmpty() != names.isEmpty()) {
      throw new IllegalArgumentException(
          dataNames.isEmpty()
              ? "the labels of the data are numbers, those of the model are text: " + known()
              : "the labels of the data are text, those of the model are numbers: " + known());
    }
    Map<String, Integer> byName = new HashMap<>();
    for (int k = 0; k < names.size(); k++) {
      byName.put(names.get(k), k);
    }
    int[] classes = new int[rows];
    for (int i = 0; i < rows; i++) {
      Integer k =
          names.isEmpty()
              ? Integer.valueOf(Arrays.binarySearch(values, targets[i] + 0.0))
              : byName.get(dataNames.get((int) targets[i]));
      if (k == null || k < 0) {
        String label = names.isEmpty() ? "" + targets[i] : dataNames.get((int) targets[i]);
        throw new IllegalArgumentException(
            "label "
                + label
                + " of row "
                + (i + 1)
                + " is none of the model's classes: "
                + known());
      }
      classes[i] = k;
    }
    return classes;
  }

  private String known() {
    StringBuilder list = new StringBuilder();
    for (int k = 0; k < Math.min(count(), LONGEST_LIST); k++) {
      list.append(k == 0 ? "" : ", ").append(label(k));
    }
    return list.append(count() > LONGEST_LIST ? ", …" : "").toString();
  }
}
