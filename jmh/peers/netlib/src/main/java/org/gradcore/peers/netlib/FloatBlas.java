package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** The names of BLAS for float arrays. */
final class FloatBlas {
  private FloatBlas() {}

  static float dot(BLAS blas, int n, float[] x, float[] y) {
    return blas.sdot(n, x, 1, y, 1);
  }

  static void axpy(BLAS blas, int n, float a, float[] x, float[] y) {
    blas.saxpy(n, a, x, 1, y, 1);
  }

  static void scale(BLAS blas, int n, float a, float[] x) {
    blas.sscal(n, a, x, 1);
  }

  static int indexOfAbsMax(BLAS blas, int n, float[] x) {
    return blas.isamax(n, x, 1);
  }

  /** y = A'x + y, A column by column. */
  static void gemv(BLAS blas, int rows, int columns, float[] a, float[] x, float[] y) {
    blas.sgemv("T", rows, columns, 1, a, rows, x, 1, 1, y, 1);
  }

  /** C = A'B + C, all column by column: A k × m, B k × n, C m × n. */
  static void gemm(BLAS blas, int m, int n, int k, float[] a, float[] b, float[] c) {
    blas.sgemm("T", "N", m, n, k, 1, a, k, b, k, 1, c, m);
  }
}
