package dev.jbuild.cli.command;

import dev.jbuild.cli.invocation.ExitCode;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.Option;
import dev.jbuild.cli.template.Template;
import dev.jbuild.cli.template.TemplateException;
import dev.jbuild.cli.wiring.Version;
import dev.jbuild.image.Platform;
import dev.jbuild.image.json.JsonObject;
import java.util.Optional;

/// `jbuild version`.
final class VersionCommand implements Command {
  private static final Option<Optional<String>> FORMAT =
      Option.text("-f --format", "FORMAT", "A template such as '{{.Server.Version}}', or json");

  private static final CommandSyntax SYNTAX =
      CommandSyntax.command("version", "Show the version of jbuild")
          .description(
              "Members for --format: .Client and .Server, which are the same here, each with .Version"
                  + " .Os .Arch.")
          .options(FORMAT)
          .example("jbuild version", "shows the versions of jbuild and of its Java")
          .example("jbuild version -f '{{.Client.Version}}'", "prints the version of jbuild alone")
          .build();

  @Override
  public CommandSyntax syntax() {
    return SYNTAX;
  }

  @Override
  public int run(Invocation invocation, Arguments arguments) throws TemplateException {
    Optional<String> format = arguments.get(FORMAT);
    if (format.isPresent()) {
      String text = format.get().equals("json") ? "{{json .}}" : format.get();
      invocation.println(Template.parse(text).render(members()));
      return ExitCode.OK.number();
    }
    invocation.println("jbuild version " + Version.text());
    invocation.println(" Java:      " + Runtime.version());
    invocation.println(
        " Platform:  " + System.getProperty("os.name") + "/" + System.getProperty("os.arch"));
    return ExitCode.OK.number();
  }

  private static JsonObject members() {
    Platform platform = Platform.host();
    JsonObject jbuild =
        JsonObject.builder()
            .put("Version", Version.text())
            .put("Os", platform.os())
            .put("Arch", platform.architecture())
            .build();
    return JsonObject.builder().put("Client", jbuild).put("Server", jbuild).build();
  }
}
