package org.gradcore.dispatch.machine;

/**
 * Whether the C++ kernels of an instruction set can be used in this process.
 *
 * @param isa the instruction set
 * @param available whether they can be used
 * @param reason why they cannot; empty if they can
 * @param remedy what mends it; empty if nothing does
 */
public record IsaSupport(Isa isa, boolean available, String reason, String remedy) {}
