package org.gradcore.jmh;

import java.time.Instant;
import java.util.List;
import org.gradcore.dispatch.Kernels;
import org.gradcore.dispatch.machine.Cpu;

/**
 * Where a comparison ran.
 *
 * @param cpu name of the processor
 * @param cpuId what tells processors apart that share a name
 * @param cpuFeatures the instruction sets that matter
 * @param cores processors that the JVM may use
 * @param os name and version of the operating system
 * @param jdk vendor and version
 * @param gradcore version
 * @param vectorBits lane width of the vector backend, 0 if it is not available
 * @param choice what the dispatcher's choices rest on: {@code profile}, {@code shipped table} or
 *     {@code none}
 * @param choiceDate when that was measured, or null
 */
public record Machine(
    String cpu,
    String cpuId,
    List<String> cpuFeatures,
    int cores,
    String os,
    String jdk,
    String gradcore,
    int vectorBits,
    String choice,
    String choiceDate) {

  static Machine current(Kernels kernels) {
    Cpu cpu = Kernels.cpu();
    Instant date = kernels.profile().date();
    return new Machine(
        cpu.name(),
        cpu.id(),
        cpu.features(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"),
        Kernels.VERSION,
        kernels.vectorBits(),
        kernels.profile().origin(),
        date == null ? null : date.toString());
  }
}
