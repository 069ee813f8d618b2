package org.gradcore.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  private static int[] counting(int n) {
    int[] rows = new int[n];
    Arrays.setAll(rows, i -> i);
    return rows;
  }

  /** Every row once, another order each time, the same order for the same seed. */
  @Test
  void permutes() {
    int[] a = counting(1000);
    Shuffle shuffle = new Shuffle(5);
    shuffle.permute(a);
    int[] first = a.clone();
    shuffle.permute(a);
    assertFalse(Arrays.equals(first, a));
    int[] sorted = a.clone();
    Arrays.sort(sorted);
    assertArrayEquals(counting(1000), sorted);
    int[] b = counting(1000);
    new Shuffle(5).permute(b);
    assertArrayEquals(first, b);
    new Shuffle(6).permute(b);
    assertFalse(Arrays.equals(first, b));
  }

  /** The order is part of the contract: what a seed means must never change. */
  @Test
  void fixedOrder() {
    int[] rows = counting(8);
    new Shuffle(1).permute(rows);
    assertEquals("[0, 3, 7, 1, 2, 6, 5, 4]", Arrays.toString(rows));
  }

  /** All 24 orders of 4 rows come about equally often. */
  @Test
  void uniform() {
    int[] counts = new int[256];
    Shuffle shuffle = new Shuffle(7);
    for (int i = 0; i < 24_000; i++) {
      int[] rows = counting(4);
      shuffle.permute(rows);
      counts[rows[0] << 6 | rows[1] << 4 | rows[2] << 2 | rows[3]]++;
    }
    int[] orders = Arrays.stream(counts).filter(c -> c > 0).toArray();
    assertEquals(24, orders.length);
    for (int count : orders) {
      assertTrue(count > 850 && count < 1150, Arrays.toString(orders)); // ± 5 standard deviations
    }
  }
}
