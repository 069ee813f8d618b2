package org.gradcore.peers.netlib;

import dev.ludovic.netlib.blas.BLAS;

/** The names of BLAS for double arrays. */
final class DoubleBlas {
  private DoubleBlas() {}

  static double dot(BLAS blas, int n, double[] x, double[] y) {
    return blas.ddot(n, x, 1, y, 1);
  }

  static void axpy(BLAS blas, int n, double a, double[] x, double[] y) {
    blas.daxpy(n, a, x, 1, y, 1);
  }

  static void scale(BLAS blas, int n, double a, double[] x) {
    blas.dscal(n, a, x, 1);
  }

  static int indexOfAbsMax(BLAS blas, int n, double[] x) {
    return blas.idamax(n, x, 1);
  }

  /** y = A'x + y, A column by column. */
  static void gemv(BLAS blas, int rows, int columns, double[] a, double[] x, double[] y) {
    blas.dgemv("T", rows, columns, 1, a, rows, x, 1, 1, y, 1);
  }

  /** C = A'B + C, all column by column: A k × m, B k × n, C m × n. */
  static void gemm(BLAS blas, int m, int n, int k, double[] a, double[] b, double[] c) {
    blas.dgemm("T", "N", m, n, k, 1, a, k, b, k, 1, c, m);
  }
}
