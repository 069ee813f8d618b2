package org.gradcore.codegen.twins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.gradcore.codegen.InputException;
import org.gradcore.codegen.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleTwinTest {
  private static String twin(String source) throws InputException {
    return DoubleTwin.of("Float.java", source);
  }

  @ParameterizedTest
  @CsvSource({
    "float, double",
    "float[] x, double[] x",
    "Float, Double",
    "Float.BYTES, Double.BYTES",
    "256 / Float.BYTES, 256 / Double.BYTES",
    "FloatVector, DoubleVector",
    "VectorFloatMath, VectorDoubleMath",
    "floatState, doubleState",
    "asFloat, asDouble",
    "reinterpretAsFloats, reinterpretAsDoubles",
    "floats, doubles",
    "FLOAT, DOUBLE",
    "FLOATS, DOUBLES",
    "FLOAT_STREAM, DOUBLE_STREAM",
    "Lanes.FLOAT, Lanes.DOUBLE",
    "gradcore_sum_float, gradcore_sum_double",
    "floatToFloatArray, doubleToDoubleArray",
    "Float.floatToIntBits(x), Double.doubleToLongBits(x)",
    "Float.floatToRawIntBits(x), Double.doubleToRawLongBits(x)",
    "Float.intBitsToFloat(b), Double.longBitsToDouble(b)",
    "x$Float, x$Double"
  })
  void namesOfTheElementType(String source, String twin) throws InputException {
    assertEquals(twin, twin(source));
    assertEquals("\"" + twin + "\"", twin("\"" + source + "\""));
    assertEquals("// " + twin, twin("// " + source));
    assertEquals("/** {@code " + twin + "} */", twin("/** {@code " + source + "} */"));
    assertEquals("\"\"\"\n" + twin + "\"\"\"", twin("\"\"\"\n" + source + "\"\"\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "floating",
        "Floating",
        "floater",
        "afloat",
        "FLOATING",
        "Float16",
        "float16",
        "float32",
        "BFloat",
        "bfloat16",
        "double",
        "int",
        "0x1f",
        "0b1",
        "1d",
        "1.5",
        "7L"
      })
  void otherNamesAndNumbersStay(String source) throws InputException {
    assertEquals(source, twin(source));
    assertEquals("\"" + source + "\"", twin("\"" + source + "\""));
    assertEquals("// " + source, twin("// " + source));
  }

  @ParameterizedTest
  @CsvSource({
    "1f, 1.0",
    "1F, 1.0",
    "-1f, -1.0",
    "0f, 0.0",
    "1.f, 1.",
    "1.5f, 1.5",
    "1e-3f, 1e-3",
    "1_000f, 1_000.0",
    "0x1p-53f, 0x1p-53",
    "0x1.8p23f+254.0f, 0x1.8p23+254.0"
  })
  void floatLiterals(String source, String twin) throws InputException {
    assertEquals(twin, twin(source));
    assertEquals(
        "/* at " + twin.replace("_", "") + ". */",
        twin("/* at " + source.replace("_", "") + ". */"));
    assertEquals("\"" + source + "\"", twin("\"" + source + "\""));
  }

  @Test
  void halfALiteralIsNone() throws InputException {
    assertEquals(".5+x1f", twin(".5f+x1f"));
    assertEquals("// %.6f, a1f, 1fa, 0x1f, v1.2f", twin("// %.6f, a1f, 1fa, 0x1f, v1.2f"));
  }

  @Test
  void formatsAndEscapesInStrings() throws InputException {
    assertEquals("\"%.6f %6f 1f\"", twin("\"%.6f %6f 1f\""));
    assertEquals("\"%ndouble\\ndouble\\tDouble\"", twin("\"%nfloat\\nfloat\\tFloat\""));
    assertEquals("\"\\\"double\\\\double\"", twin("\"\\\"float\\\\float\""));
    assertEquals("'f'", twin("'f'"));
    assertEquals("'\"' + 1.0 + \"1f\"", twin("'\"' + 1f + \"1f\""));
    assertEquals("\"\"\"\n \"1f\" double\"\"\" + 1.0", twin("\"\"\"\n \"1f\" float\"\"\" + 1f"));
  }

  @Test
  void proseSpeaksOfTheElementType() throws InputException {
    assertEquals(
        "/** A double, the doubles' sum; floating-point of {@link DoubleCall}s, {@code 0.5}. */",
        twin(
            "/** A float, the floats' sum; floating-point of {@link FloatCall}s, {@code 0.5f}. */"));
  }

  @Test
  void aWholeMethod() throws InputException {
    assertEquals(
        """
        /** Scales {@code x}, an array of double. */
        static double scale(double[] x) {
          String s = "double x: %.3f"; // 1.0 by default
          return DoubleVector.of(x) * 1.0 + Double.MIN_VALUE * 0x1p-2 + 0xf;
        }
        """,
        twin(
            """
            /** Scales {@code x}, an array of float. */
            static float scale(float[] x) {
              String s = "float x: %.3f"; // 1f by default
              return FloatVector.of(x) * 1f + Float.MIN_VALUE * 0x1p-2f + 0xf;
            }
            """));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertEquals(
        "Float.java:2: a string without an end",
        assertThrows(InputException.class, () -> twin("\n\"x\n")).getMessage());
  }

  static LongStream seeds() {
    return Seeds.of(300);
  }

  /** Pieces whose twins are known have them wherever they stand, and a twin is its own twin. */
  @ParameterizedTest
  @MethodSource("seeds")
  void pieceByPiece(long seed) throws InputException {
    String[][] pieces = {
      {"float", "double"},
      {"1f", "1.0"},
      {"'\"'", "'\"'"},
      {"\"1f float\"", "\"1f double\""},
      {"/* 2f \" Float */", "/* 2.0 \" Double */"},
      {"// ' floats\n", "// ' doubles\n"},
      {"\"\"\"\n \" 1f float \"\"\"", "\"\"\"\n \" 1f double \"\"\""},
      {"0x1f", "0x1f"},
      {"0x1p3f", "0x1p3"},
      {"Float16", "Float16"},
      {"(", "("},
      {"floating", "floating"},
      {"'\\''", "'\\''"},
      {"a.toFloat", "a.toDouble"},
      {"/", "/"},
      {"*", "*"}
    };
    SplittableRandom random = Seeds.random(seed);
    List<String> source = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String[] piece = pieces[random.nextInt(pieces.length)];
      source.add(piece[0]);
      expected.add(piece[1]);
    }
    String twin = twin(String.join(" ", source));
    assertEquals(String.join(" ", expected), twin, Seeds.rerun(seed));
    assertEquals(twin, twin(twin), Seeds.rerun(seed));
  }
}
