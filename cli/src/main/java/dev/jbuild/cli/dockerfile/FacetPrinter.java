package dev.jbuild.cli.dockerfile;

import dev.jbuild.dockerfile.emit.Emitter;
import dev.jbuild.dockerfile.emit.Facet;
import java.io.IOException;
import java.io.PrintStream;

/// Prints one facet of each file as a line of JSON, as soon as it is known.
///
/// Whatever a file does to the parser ends in an error for that file alone.
public final class FacetPrinter {
  private final DockerfileBytes files;
  private final Emitter emitter;
  private final Facet facet;
  private final PrintStream out;
  private boolean complete = true;

  public FacetPrinter(DockerfileBytes files, Emitter emitter, Facet facet, PrintStream out) {
    this.files = files;
    this.emitter = emitter;
    this.facet = facet;
    this.out = out;
  }

  /// Prints the line of one file.
  ///
  /// @return whether anybody still reads the lines
  public boolean print(String name) {
    out.print(line(name));
    out.print('\n');
    return !out.checkError(); // flushes, too
  }

  private String line(String name) {
    try {
      return emitter.emit(facet, name, files.read(name));
    } catch (IOException e) {
      return failure(name, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return failure(name, "needs more memory than there is; allow more with JBUILD_JAVA_OPTIONS");
    } catch (StackOverflowError e) {
      return failure(name, "is nested too deeply");
    } catch (RuntimeException e) {
      return failure(name, "internal error: " + e + "; this is a bug, please report it");
    }
  }

  private String failure(String name, String message) {
    complete = false;
    return Emitter.failure(facet, name, message);
  }

  /// Whether every file so far could be read, be it accepted or refused.
  public boolean complete() {
    return complete;
  }
}
