package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FloatMatrixTest {
  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void denseSharesItsArray() {
    float[] values = {9, 1, 2, 3, 4, 5, 6, 9};
    FloatDenseMatrix matrix = FloatDenseMatrix.of(values, 1, 3, 2);
    assertSame(values, matrix.values());
    assertEquals(1, matrix.offset());
    assertEquals(4, matrix.get(1, 1));
    assertSame(matrix, matrix.toDense());
    FloatDenseMatrix part = matrix.rows(1, 3);
    assertSame(values, part.values());
    assertEquals(3, part.offset());
    assertEquals(2, part.rows());
    assertEquals(5, part.get(1, 0));
    assertEquals(0, matrix.rows(3, 3).rows());
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(2, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(3, 0));
    values[0] = Float.NaN; // outside
    assertTrue(matrix.isFinite());
    values[6] = Float.NaN;
    assertFalse(matrix.isFinite());
  }

  @Test
  void denseChecksItsArguments() {
    float[] values = new float[6];
    assertThrows(NullPointerException.class, () -> FloatDenseMatrix.of(null, 0, 0, 0));
    assertRefused(
        "offset -1, rows 1, columns 1: none may be negative",
        () -> FloatDenseMatrix.of(values, -1, 1, 1));
    assertRefused(
        "offset 0, rows -1, columns 1: none may be negative",
        () -> FloatDenseMatrix.of(values, 0, -1, 1));
    assertRefused(
        "2 rows of 3 columns from offset 1 need 7 values, the array has 6",
        () -> FloatDenseMatrix.of(values, 1, 2, 3));
    assertRefused(
        "65536 rows of 65536 columns from offset 0 need 4294967296 values, the array has 6",
        () -> FloatDenseMatrix.of(values, 0, 1 << 16, 1 << 16));
    assertRefused(
        "2147483647 rows of 2147483647 columns from offset 2147483647 need 4611686016279904256"
            + " values, the array has 6",
        () -> FloatDenseMatrix.of(values, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertEquals(6, FloatDenseMatrix.of(values, 6, 0, 4).offset());
  }

  private static FloatCsrMatrix example() {
    return FloatCsrMatrix.of(
        3, 4, new int[] {0, 2, 2, 4}, new int[] {0, 3, 1, 2}, new float[] {1, 2, 0, 3});
  }

  @Test
  void csrSlicesAndFills() {
    FloatCsrMatrix matrix = example();
    assertEquals(4, matrix.nnz());
    assertArrayEquals(new float[] {1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0}, matrix.toDense().values());
    FloatCsrMatrix part = matrix.rows(1, 3);
    assertArrayEquals(new int[] {0, 0, 2}, part.rowPointers());
    assertArrayEquals(new int[] {1, 2}, part.columnIndices());
    assertArrayEquals(new float[] {0, 3}, part.values());
    assertEquals(4, part.columns());
    assertEquals(0, matrix.rows(1, 1).nnz());
    assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(-1, 1));
    FloatCsrMatrix wide =
        FloatCsrMatrix.of(2, Integer.MAX_VALUE, new int[3], new int[0], new float[0]);
    assertRefused(
        "2 rows of 2147483647 columns are 4294967294 dense values: at most 2147483639 are possible",
        wide::toDense);
  }

  @Test
  void csrChecksItsArguments() {
    int[] pointers = {0, 2, 2, 4};
    int[] indices = {0, 3, 1, 2};
    float[] values = {1, 2, 0, 3};
    assertThrows(NullPointerException.class, () -> FloatCsrMatrix.of(3, 4, null, indices, values));
    assertThrows(NullPointerException.class, () -> FloatCsrMatrix.of(3, 4, pointers, null, values));
    assertThrows(
        NullPointerException.class, () -> FloatCsrMatrix.of(3, 4, pointers, indices, null));
    assertRefused(
        "rows 3, columns -4: neither may be negative",
        () -> FloatCsrMatrix.of(3, -4, pointers, indices, values));
    assertRefused(
        "4 row pointers for 2 rows: one more than rows is needed",
        () -> FloatCsrMatrix.of(2, 4, pointers, indices, values));
    assertRefused(
        "3 column indices for 4 values: as many are needed",
        () -> FloatCsrMatrix.of(3, 4, pointers, new int[3], values));
    assertRefused(
        "row pointers go from 0 to 5: from 0 to the number of values, 4, is needed",
        () -> FloatCsrMatrix.of(3, 4, new int[] {0, 2, 2, 5}, indices, values));
    assertRefused(
        "row pointers go from 1 to 4: from 0 to the number of values, 4, is needed",
        () -> FloatCsrMatrix.of(3, 4, new int[] {1, 2, 2, 4}, indices, values));
    assertRefused(
        "row 1: pointers 3 and 2: ascending, at most 4, is needed",
        () -> FloatCsrMatrix.of(3, 4, new int[] {0, 3, 2, 4}, new int[] {0, 1, 2, 3}, values));
    assertRefused(
        "row 0: pointers 0 and 9: ascending, at most 4, is needed",
        () -> FloatCsrMatrix.of(3, 4, new int[] {0, 9, 2, 4}, indices, values));
    assertRefused(
        "row 0: column 3: from 0 to 2 is allowed",
        () -> FloatCsrMatrix.of(3, 3, pointers, indices, values));
    assertRefused(
        "row 2: column -1: from 0 to 3 is allowed",
        () -> FloatCsrMatrix.of(3, 4, pointers, new int[] {0, 3, -1, 2}, values));
    assertRefused(
        "row 2: column 1 after column 1: strictly ascending columns are needed",
        () -> FloatCsrMatrix.of(3, 4, pointers, new int[] {0, 3, 1, 1}, values));
  }

  @Test
  void datasetSlices() {
    for (FloatFeatures features : List.of(example(), example().toDense())) {
      FloatDataset data =
          new FloatDataset(
              features, new float[] {0, 1, 1}, List.of("a", "b", "c", "d"), List.of("no", "yes"));
      assertEquals(3, data.rows());
      assertEquals(4, data.columns());
      assertTrue(data.hasTargets());
      FloatDataset part = data.rows(1, 3);
      assertArrayEquals(new float[] {1, 1}, part.targets());
      assertEquals(2, part.rows());
      assertEquals(3, part.features().toDense().get(1, 2));
      assertEquals(data.featureNames(), part.featureNames());
      assertEquals(data.classNames(), part.classNames());
      assertEquals(0, data.rows(3, 3).rows());
      assertThrows(IndexOutOfBoundsException.class, () -> data.rows(2, 4));
      FloatDataset unlabelled = new FloatDataset(features, new float[0]);
      assertFalse(unlabelled.hasTargets());
      assertFalse(unlabelled.rows(0, 2).hasTargets());
      assertSame(features, data.withFeatures(features).features());
    }
  }

  @Test
  void datasetChecksItsArguments() {
    FloatFeatures features = example();
    float[] targets = {0, 1, 1};
    List<String> none = List.of();
    assertRefused(
        "2 targets for 3 rows: as many, or none, are needed",
        () -> new FloatDataset(features, new float[2]));
    assertRefused(
        "1 feature names for 4 columns: as many, or none, are needed",
        () -> new FloatDataset(features, targets, List.of("a"), none));
    assertRefused(
        "a target is NaN or infinite",
        () -> new FloatDataset(features, new float[] {0, Float.NaN, 1}));
    assertRefused(
        "a feature value is NaN or infinite",
        () ->
            new FloatDataset(
                FloatCsrMatrix.of(
                    1, 1, new int[] {0, 1}, new int[1], new float[] {Float.NEGATIVE_INFINITY}),
                new float[1]));
    assertRefused(
        "class names 'a', 'a' are not distinct",
        () -> new FloatDataset(features, targets, none, List.of("a", "a")));
    for (float bad : new float[] {-1, 2, 0.5f}) {
      assertRefused(
          "target " + bad + " of row 2: a class number from 0 to 1 is needed",
          () -> new FloatDataset(features, new float[] {0, bad, 1}, none, List.of("a", "b")));
    }
  }
}
