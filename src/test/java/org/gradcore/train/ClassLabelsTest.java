package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradcore.data.DoubleDataset;
import org.gradcore.data.DoubleDenseMatrix;
import org.gradcore.data.FloatDataset;
import org.gradcore.data.FloatDenseMatrix;
import org.junit.jupiter.api.Test;

class ClassLabelsTest {
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;

  private static DoubleDataset data(List<String> names, double... targets) {
    int n = targets.length;
    return new DoubleDataset(
        DoubleDenseMatrix.of(new double[n], 0, n, 1), targets, List.of(), names);
  }

  private static void refused(String message, ClassLabels labels, DoubleDataset data) {
    IllegalArgumentException e = assertThrows(ILLEGAL, () -> labels.encode(data));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void numbers() {
    DoubleDataset data = data(List.of(), 1, -1, 7, -1, -0.0, 0);
    ClassLabels labels = ClassLabels.of(data);
    assertArrayEquals(new double[] {-1, 0, 1, 7}, labels.values());
    assertEquals(4, labels.count());
    assertEquals("-1", labels.label(0));
    assertEquals("7", labels.label(3));
    assertArrayEquals(new int[] {2, 0, 3, 0, 1, 1}, labels.encode(data));
    refused(
        "label 3.0 of row 2 is none of the model's classes: -1, 0, 1, 7",
        labels,
        data(List.of(), 1, 3));
    refused("are text", labels, data(List.of("a"), 0));
    assertThrows(ILLEGAL, () -> ClassLabels.of(data(List.of(), 1, 2.5)));
    FloatDataset floats =
        new FloatDataset(FloatDenseMatrix.of(new float[2], 0, 2, 1), new float[] {7, 1});
    assertArrayEquals(new int[] {3, 2}, labels.encode(floats));
    assertArrayEquals(new double[] {1, 7}, ClassLabels.of(floats).values());
  }

  @Test
  void text() {
    ClassLabels labels = ClassLabels.of(data(List.of("no", "yes", "perhaps"), 1, 0));
    assertEquals(3, labels.count());
    assertEquals("yes", labels.label(1));
    // Another file may number the same labels in another order.
    assertArrayEquals(new int[] {2, 0, 2}, labels.encode(data(List.of("perhaps", "no"), 0, 1, 0)));
    refused("label never of row 2", labels, data(List.of("no", "never"), 0, 1));
    refused("are numbers", labels, data(List.of(), 0));
  }

  @Test
  void noTargets() {
    DoubleDataset data =
        new DoubleDataset(DoubleDenseMatrix.of(new double[2], 0, 2, 1), new double[0]);
    refused("no targets", new ClassLabels(new double[] {0, 1}, List.of()), data);
  }

  @Test
  void refusals() {
    for (double[] bad : new double[][] {{1, 1}, {2, 1}, {Double.NaN}, {Double.POSITIVE_INFINITY}}) {
      assertThrows(ILLEGAL, () -> new ClassLabels(bad, List.of()));
    }
    assertThrows(ILLEGAL, () -> new ClassLabels(new double[] {0, 1}, List.of("a")));
  }
}
