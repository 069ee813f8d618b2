package org.gradcore.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradcore.data.CsvOptions.Header;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The shared data sets have the shapes and labels that their manifest gives. */
class FloatSharedDataTest {
  private static final Pattern SHAPE =
      Pattern.compile("\\| (\\S+) \\| (\\d+) x (\\d+) \\((\\d+)\\) \\|.*");
  private static final Pattern LABELS = Pattern.compile("- (\\S+) labels: (.*)");

  private static Map<Float, Integer> counts(FloatDataset data) {
    Map<Float, Integer> counts = new TreeMap<>();
    for (float target : data.targets()) {
      counts.merge(target, 1, Integer::sum);
    }
    return counts;
  }

  /** Every LIBSVM file of the manifest. */
  @TestFactory
  List<DynamicTest> libsvm() throws IOException {
    List<String> lines = Files.readAllLines(SharedData.file("MANIFEST.md"));
    Map<String, Map<Float, Integer>> labels = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = LABELS.matcher(line);
      if (matcher.matches()) {
        Map<Float, Integer> counts = new TreeMap<>();
        for (String pair : matcher.group(2).split(", ")) {
          String[] labelAndCount = pair.split(":");
          counts.put(Float.parseFloat(labelAndCount[0]), Integer.parseInt(labelAndCount[1]));
        }
        labels.put(matcher.group(1), counts);
      }
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines) {
      Matcher shape = SHAPE.matcher(line);
      if (shape.matches()) {
        String name = shape.group(1);
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  assertEquals(DataFormat.LIBSVM, SharedData.format(name));
                  FloatDataset data = FloatLibsvmReader.read(SharedData.file(name));
                  assertEquals(Integer.parseInt(shape.group(2)), data.rows());
                  assertEquals(Integer.parseInt(shape.group(3)), data.columns());
                  FloatCsrMatrix matrix = (FloatCsrMatrix) data.features();
                  assertEquals(Integer.parseInt(shape.group(4)), matrix.nnz());
                  if (labels.containsKey(name)) {
                    assertEquals(labels.get(name), counts(data));
                  }
                }));
      }
    }
    assertTrue(tests.size() >= 40, tests.size() + " LIBSVM files in the manifest");
    assertTrue(labels.size() >= 35, labels.size() + " files with labels in the manifest");
    return tests;
  }

  private static FloatDataset csv(String name, CsvOptions options, int rows, int columns)
      throws IOException {
    if (options.delimiter() == ',' || DataFormat.named(name) == DataFormat.CSV) {
      assertEquals(DataFormat.CSV, SharedData.format(name));
    } else {
      DataFormatException refusal =
          assertThrows(DataFormatException.class, () -> SharedData.format(name));
      assertTrue(refusal.getMessage().contains("--delimiter tab"), refusal.getMessage());
    }
    FloatDataset data = FloatCsvReader.read(SharedData.file(name), options);
    assertEquals(rows, data.rows());
    assertEquals(columns, data.columns());
    return data;
  }

  @Test
  void digits() throws IOException {
    FloatDataset data = csv("scikit-learn/digits.csv.gz", CsvOptions.DEFAULT, 1797, 64);
    assertEquals(
        "{0.0=178, 1.0=182, 2.0=177, 3.0=183, 4.0=181, 5.0=182, 6.0=181, 7.0=179, 8.0=174,"
            + " 9.0=180}",
        counts(data).toString());
    float largest = 0;
    for (float value : ((FloatDenseMatrix) data.features()).values()) {
      largest = Math.max(largest, value);
    }
    assertEquals(16, largest);
  }

  @Test
  void csvFiles() throws IOException {
    CsvOptions plain = CsvOptions.DEFAULT;
    FloatDataset iris = csv("iris-uci/iris.csv", plain, 150, 4);
    assertEquals(List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica"), iris.classNames());
    assertEquals("{0.0=50, 1.0=50, 2.0=50}", counts(iris).toString());
    csv("scikit-learn/iris.csv", plain.withSkipLines(1), 150, 4);
    csv("scikit-learn/wine_data.csv", plain.withSkipLines(1), 178, 13);
    FloatDataset cancer = csv("scikit-learn/breast_cancer.csv", plain.withSkipLines(1), 569, 30);
    assertEquals("{0.0=212, 1.0=357}", counts(cancer).toString());
    FloatDataset wine = csv("wine-quality/winequality-red.csv", plain, 1599, 11);
    assertEquals("fixed acidity", wine.featureNames().get(0));
    FloatDataset original =
        csv(
            "wine-quality/winequality-red.semicolon.csv",
            plain.withDelimiter(';').withTarget("quality"),
            1599,
            11);
    assertEquals(wine.featureNames(), original.featureNames());
    assertEquals(counts(wine), counts(original));
    csv("boston-housing/housing.csv", plain, 506, 13);
    csv("pima-diabetes/pima-indians-diabetes.csv", plain, 768, 8);
    csv("phoneme/phoneme.csv", plain, 5404, 5);
    csv("longley/longley.csv", plain, 16, 6);
    assertEquals(List.of("M", "R"), csv("sonar/sonar.csv", plain, 208, 60).classNames());
    assertEquals(
        List.of("'-1'", "'1'"),
        csv("mammography/mammography.csv.gz", plain, 11183, 6).classNames());
    csv("california-housing/cal_housing_full.csv.gz", plain, 20640, 8);
    CsvOptions tabs = plain.withDelimiter('\t').withTarget(0);
    csv("lightgbm-binary/binary.train.gz", tabs, 7000, 28);
    csv("lightgbm-multiclass/multiclass.test", tabs, 500, 28);
    csv("scikit-learn/diabetes_data_raw.csv.gz", plain.withDelimiter(' ').withNoTarget(), 442, 10);
    csv("scikit-learn/linnerud_exercise.csv", plain.withDelimiter(' ').withTarget("Situps"), 20, 2);
  }

  private static void assertCsvError(String name, CsvOptions options, String message) {
    Path file = SharedData.file(name);
    assertEquals(
        file + message,
        assertThrows(DataFormatException.class, () -> FloatCsvReader.read(file, options))
            .getMessage());
  }

  @Test
  void csvFilesThatNeedMore() {
    CsvOptions plain = CsvOptions.DEFAULT;
    assertCsvError(
        "california-housing/housing.csv.gz",
        plain,
        ":292: column 5 (total_bedrooms): found an empty field, expected a finite number");
    assertCsvError(
        "california-housing/housing.csv.gz",
        plain.withTarget("median_house_value"),
        ":2: column 10 (ocean_proximity): found 'NEAR BAY', expected a finite number");
    assertCsvError(
        "german-credit/german.csv",
        plain.withHeader(Header.NO),
        ":1: column 1: found 'A11', expected a finite number");
    assertCsvError(
        "scikit-learn/iris.csv",
        plain,
        ":1: column 3: found 'setosa', expected a finite number (or a header: --header yes)");
    assertCsvError(
        "breast-cancer-wisconsin/breast-cancer-wisconsin.csv",
        plain,
        ":24: column 6: found '?', expected a finite number");
  }

  @Test
  void idxFiles() throws IOException {
    for (String set : List.of("mnist", "fashion-mnist")) {
      for (String part : List.of("t10k", "train")) {
        String images = set + "/" + part + "-images-idx3-ubyte.gz";
        assertEquals(DataFormat.IDX, SharedData.format(images));
        FloatDataset data =
            FloatIdxReader.read(
                SharedData.file(images),
                SharedData.file(set + "/" + part + "-labels-idx1-ubyte.gz"),
                new IdxOptions(1 / 255.0));
        assertEquals(part.equals("train") ? 60_000 : 10_000, data.rows());
        assertEquals(784, data.columns());
        assertEquals(10, counts(data).size());
        if (set.equals("mnist") && part.equals("train")) {
          assertEquals(5923, counts(data).get((float) 0));
          assertEquals(6742, counts(data).get((float) 1));
        }
      }
    }
    Path images = SharedData.file("mnist/t10k-images-idx3-ubyte.gz");
    Path labels = SharedData.file("mnist/train-labels-idx1-ubyte.gz");
    assertEquals(
        images + ": found 10000 rows, expected 60000 rows, as many as labels in " + labels,
        assertThrows(DataFormatException.class, () -> FloatIdxReader.read(images, labels))
            .getMessage());
  }

  /** Not LIBSVM: one line says so. */
  @Test
  void vowpalWabbitIsRefused() {
    Path file = SharedData.file("vw-rcv1/0001.dat");
    DataFormatException e =
        assertThrows(DataFormatException.class, () -> FloatLibsvmReader.read(file));
    assertTrue(e.getMessage().endsWith("found '|features', expected index:value"), e.getMessage());
  }
}
