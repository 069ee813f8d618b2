package org.gradcore.peers.openblas;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/** The names of CBLAS for double pointers. */
final class DoubleCblas {
  private DoubleCblas() {}

  static double dot(int n, DoublePointer x, DoublePointer y) {
    return openblas.cblas_ddot(n, x, 1, y, 1);
  }

  static void axpy(int n, double a, DoublePointer x, DoublePointer y) {
    openblas.cblas_daxpy(n, a, x, 1, y, 1);
  }

  static void copy(int n, DoublePointer x, DoublePointer y) {
    openblas.cblas_dcopy(n, x, 1, y, 1);
  }

  static void scale(int n, double a, DoublePointer x) {
    openblas.cblas_dscal(n, a, x, 1);
  }

  static long indexOfAbsMax(int n, DoublePointer x) {
    return openblas.cblas_idamax(n, x, 1);
  }

  /** y = Ax + y, A row by row. */
  static void gemv(int rows, int columns, DoublePointer a, DoublePointer x, DoublePointer y) {
    openblas.cblas_dgemv(
        openblas.CblasRowMajor, openblas.CblasNoTrans, rows, columns, 1, a, columns, x, 1, 1, y, 1);
  }

  /** C = AB' + C, all row by row: A m × k, B n × k, C m × n. */
  static void gemm(int m, int n, int k, DoublePointer a, DoublePointer b, DoublePointer c) {
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        m,
        n,
        k,
        1,
        a,
        k,
        b,
        k,
        1,
        c,
        n);
  }
}
