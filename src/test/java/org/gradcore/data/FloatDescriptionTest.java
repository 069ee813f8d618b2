package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What data sets know of their columns, and how columns are found by it. */
class FloatDescriptionTest {
  private static DataDescription named(String... names) {
    return DataDescription.named(List.of(names), "");
  }

  private static ByteArrayInputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String message, Runnable call) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void matchesByName() {
    DataDescription model = DataDescription.named(List.of("a", "b", "c"), "y");
    ColumnMatch match = model.match(named("c", "id", "a", "y", "b"));
    assertArrayEquals(new int[] {2, 4, 0}, match.columns());
    assertEquals(List.of("id"), match.ignored());
    assertTrue(model.match(named("a", "b", "c")).same());
    assertTrue(model.match(DataDescription.NONE).same());
    assertTrue(DataDescription.NONE.match(model).same());
  }

  @Test
  void namesWhatIsMissing() {
    refused("no column 'b': the data have 'a', 'x'", () -> named("a", "b").match(named("a", "x")));
    String[] many = IntStream.range(0, 12).mapToObj(i -> "n" + i).toArray(String[]::new);
    refused(
        "no columns 'n0', 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9' and 2 more",
        () -> named(many).match(named("z")));
  }

  /** Names that are not distinct decide only as long as all columns stand as they stood. */
  @Test
  void namesThatAreNotDistinct() {
    assertTrue(named("a", "a").match(named("a", "a")).same());
    refused("several columns with the name 'a'", () -> named("a", "a").match(named("a", "b")));
    refused("several columns with the name 'a'", () -> named("b", "a").match(named("a", "b", "a")));
    assertArrayEquals(new int[] {1}, named("b").match(named("a", "b", "a")).columns());
  }

  @Test
  void shapes() {
    DataDescription square = new DataDescription(List.of(), "", List.of(28, 28), null);
    DataDescription wide = new DataDescription(List.of(), "", List.of(14, 56), null);
    refused("rows of 14 x 56 values: 28 x 28 are needed", () -> square.match(wide));
    assertTrue(square.match(square).same());
    assertTrue(square.match(DataDescription.NONE).same());
    assertTrue(DataDescription.NONE.match(wide).same());
    refused("at least 1", () -> new DataDescription(List.of(), "", List.of(2, 0), null));
    FloatDenseMatrix x = FloatDenseMatrix.of(new float[6], 0, 1, 6);
    refused(
        "shape [14, 56] for 6 columns", () -> new FloatDataset(x, new float[1], wide, List.of()));
  }

  @Test
  void selects() {
    float[] values = {1, 2, 0, 3, 0, 0, 4, 5};
    FloatDenseMatrix dense = FloatDenseMatrix.of(values, 0, 2, 4);
    FloatCsrMatrix csr =
        FloatCsrMatrix.of(
            2, 4, new int[] {0, 3, 5}, new int[] {0, 1, 3, 2, 3}, new float[] {1, 2, 3, 4, 5});
    for (FloatFeatures x : List.of(dense, csr)) {
      FloatFeatures selected = x.select(3, 0, 2);
      assertEquals(2, selected.rows());
      assertEquals(3, selected.columns());
      assertArrayEquals(new float[] {3, 1, 0, 5, 0, 4}, selected.toDense().values());
      assertEquals(0, x.select().columns());
      refused("column 1 twice", () -> x.select(1, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> x.select(4));
      FloatDataset data =
          new FloatDataset(x, new float[] {7, 8}, List.of("a", "b", "c", "d"), List.of());
      FloatDataset two = data.select(2, 1);
      assertEquals(List.of("c", "b"), two.featureNames());
      assertArrayEquals(new float[] {0, 2, 4, 0}, two.features().toDense().values());
      assertArrayEquals(data.targets(), two.targets());
    }
    FloatCsrMatrix sorted = csr.select(3, 0, 2);
    FloatCsrMatrix.of( // checks that columns ascend
        2, 3, sorted.rowPointers(), sorted.columnIndices(), sorted.values());
  }

  @Test
  void readersSayWhatTheyKnow() throws IOException {
    CsvOptions options = CsvOptions.DEFAULT.withDelimiter(';').withTarget("y");
    FloatDataset csv = FloatCsvReader.read(text("y;b;a\nno;1;2\nyes;3;4\n"), "t.csv", options);
    assertEquals(
        new DataDescription(List.of("b", "a"), "y", List.of(), options.withTarget(0)),
        csv.description());
    FloatDataset bare = FloatCsvReader.read(text("1,2\n3,4\n"), "t.csv", CsvOptions.DEFAULT);
    assertEquals(
        new DataDescription(List.of(), "", List.of(), CsvOptions.DEFAULT), bare.description());
    FloatDataset libsvm = FloatLibsvmReader.read(text("1 2:3\n"), "a.svm", new LibsvmOptions(5));
    assertEquals(
        new DataDescription(List.of(), "", List.of(), new LibsvmOptions(5)), libsvm.description());
    byte[] idx = Arrays.copyOf(new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3}, 22);
    FloatDataset images =
        FloatIdxReader.read(
            new ByteArrayInputStream(idx), "im.idx", null, null, new IdxOptions(0.5));
    assertEquals(
        new DataDescription(List.of(), "", List.of(2, 3), new IdxOptions(0.5)),
        images.description());
  }

  private static final CsvOptions LIKE =
      CsvOptions.DEFAULT.withLike(DataDescription.named(List.of("a", "b"), "y"));

  private static FloatDataset csv(String text, CsvOptions options) throws IOException {
    return FloatCsvReader.read(text(text), "t.csv", options);
  }

  /** Where a file has a header, its columns are found by name, with the target where it stands. */
  @Test
  void csvColumnsAreFoundByName() throws IOException {
    FloatDataset data = csv("id,b,y,a\nx1,2,no,1\nx2,4,yes,3\n", LIKE);
    assertArrayEquals(new float[] {1, 2, 3, 4}, data.features().toDense().values());
    assertArrayEquals(new float[] {0, 1}, data.targets());
    assertEquals(List.of("a", "b"), data.featureNames());
    assertEquals("y", data.description().targetName());
    assertEquals(List.of("id"), data.description().ignored());
    for (String text : List.of("b,a\n2,1\n", "b,y,a\n2,?,1\n", "y,id,a,b\n,x,1,2\n")) {
      FloatDataset predict = csv(text, LIKE.withTargetIgnored(2));
      assertArrayEquals(new float[] {1, 2}, predict.features().toDense().values(), text);
      assertFalse(predict.hasTargets());
    }
    CsvOptions named = LIKE.withTarget("z").withTargetIgnored(2);
    for (String text : List.of("b,a\n2,1\n", "z,b,a\n?,2,1\n")) {
      FloatDataset predict = csv(text, named);
      assertArrayEquals(new float[] {1, 2}, predict.features().toDense().values(), text);
      assertEquals(List.of(), predict.description().ignored());
    }
    CsvOptions numbered =
        CsvOptions.DEFAULT
            .withLike(DataDescription.named(List.of("a", "b"), ""))
            .withTarget(0)
            .withTargetIgnored(2);
    for (String text : List.of("b,a\n2,1\n", "z,b,a\n?,2,1\n")) {
      FloatDataset predict = csv(text, numbered);
      assertArrayEquals(new float[] {1, 2}, predict.features().toDense().values(), text);
      assertEquals(List.of(), predict.description().ignored());
    }
    FloatDataset other = csv("b,y,z,a\n2,0,1,1\n", LIKE.withTarget("z"));
    assertArrayEquals(new float[] {1}, other.targets());
    assertArrayEquals(new float[] {1, 2}, other.features().toDense().values());
  }

  @Test
  void csvWithoutHeaderIsReadByPosition() throws IOException {
    FloatDataset data = csv("7,1,2\n8,3,4\n", LIKE.withTarget(0));
    assertArrayEquals(new float[] {1, 2, 3, 4}, data.features().toDense().values());
    assertArrayEquals(new float[] {7, 8}, data.targets());
    assertTrue(data.featureNames().isEmpty());
  }

  /** Names that are numbers are a header where they are those that are looked for. */
  @Test
  void csvNamesThatAreNumbers() throws IOException {
    CsvOptions like = CsvOptions.DEFAULT.withLike(DataDescription.named(List.of("0", "1"), "2"));
    FloatDataset data = csv("2,1,0\n5,6,7\n", like);
    assertArrayEquals(new float[] {7, 6}, data.features().toDense().values());
    assertArrayEquals(new float[] {5}, data.targets());
  }

  @Test
  void csvColumnsThatAreMissing() {
    Map<String, String> messages =
        Map.of(
            "a,y\n1,2\n", "t.csv:1: found columns 'a', 'y', expected also 'b', as in the training",
            "a,b\n1,2\n", "one column 'y', the target",
            "a,b,y,y\n1,2,3,4\n", "one column 'y', the target",
            "a,b,a,y\n1,2,3,4\n", "there are several 'a'",
            "a;b;y\n1;2;3\n", "t.csv");
    messages.forEach(
        (text, message) -> {
          DataFormatException e =
              assertThrows(DataFormatException.class, () -> csv(text, LIKE), text);
          assertTrue(e.getMessage().contains(message), e.getMessage());
        });
  }
}
