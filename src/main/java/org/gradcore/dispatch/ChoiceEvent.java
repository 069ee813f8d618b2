package org.gradcore.dispatch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: the dispatcher has decided where calls of a kind go from now on. */
@Name("org.gradcore.Choice")
@Label("Choice of a Backend")
@Category("gradcore")
@Description("The dispatcher decided where calls of one kernel, element type and size go")
@StackTrace(false)
final class ChoiceEvent extends Event {
  @Label("Kernel")
  String kernel;

  @Label("Element Type")
  String element;

  @Label("Smallest Size")
  @Description("In elements, as the dispatcher counts them")
  long smallestSize;

  @Label("Largest Size")
  long largestSize;

  @Label("Variant")
  @Description("Which flags are set and which optional arrays are given, one bit each")
  int variant;

  @Label("Candidate")
  @Description("Backend, instruction set and whether OpenBLAS sums")
  String candidate;

  @Label("Why")
  String why;
}
