package org.gradcore.jmh;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files of problems for the processes that fit. Nothing here uses gradcore: a process that measures
 * its cold start has not loaded any of it when it has read its data.
 */
final class FitProblemFile {
  private FitProblemFile() {}

  /** Writes a problem for {@link #read}. */
  static void write(FitProblem problem, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      out.writeUTF(problem.name());
      out.writeInt(problem.rows());
      out.writeInt(problem.features());
      out.writeInt(problem.classes());
      out.writeBoolean(problem.dense());
      out.writeInt(problem.values().length);
      for (int pointer : problem.rowPointers()) {
        out.writeInt(pointer);
      }
      for (int column : problem.columns()) {
        out.writeInt(column);
      }
      for (double value : problem.values()) {
        out.writeDouble(value);
      }
      for (int label : problem.labels()) {
        out.writeInt(label);
      }
      out.writeDouble(problem.l2());
      out.writeBoolean(problem.intercept());
    }
  }

  /** Reads what {@link #write} wrote. */
  static FitProblem read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      String name = in.readUTF();
      int rows = in.readInt();
      int features = in.readInt();
      int classes = in.readInt();
      final boolean dense = in.readBoolean();
      int stored = in.readInt();
      int[] pointers = ints(in, rows + 1);
      int[] columns = ints(in, stored);
      double[] values = new double[stored];
      for (int i = 0; i < stored; i++) {
        values[i] = in.readDouble();
      }
      int[] labels = ints(in, rows);
      return new FitProblem(
          name,
          rows,
          features,
          classes,
          dense,
          pointers,
          columns,
          values,
          labels,
          in.readDouble(),
          in.readBoolean());
    }
  }

  private static int[] ints(DataInputStream in, int count) throws IOException {
    int[] ints = new int[count];
    for (int i = 0; i < count; i++) {
      ints[i] = in.readInt();
    }
    return ints;
  }

  /**
   * Writes a problem as LIBSVM text: labels −1 and +1 of two classes, else those of {@link
   * FitProblem#labels}; columns count from 1.
   */
  static void writeLibsvm(FitProblem problem, Path file) throws IOException {
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.US_ASCII))) {
      for (int i = 0; i < problem.rows(); i++) {
        int label = problem.labels()[i];
        out.print(problem.classes() > 2 ? Integer.toString(label) : label == 1 ? "+1" : "-1");
        for (int p = problem.rowPointers()[i]; p < problem.rowPointers()[i + 1]; p++) {
          double value = problem.values()[p];
          out.print(' ');
          out.print(problem.columns()[p] + 1);
          out.print(':');
          out.print(value == (int) value ? Integer.toString((int) value) : "" + value);
        }
        out.print('\n');
      }
      if (out.checkError()) {
        throw new IOException("cannot write " + file);
      }
    }
  }
}
