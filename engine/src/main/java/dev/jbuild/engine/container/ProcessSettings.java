package dev.jbuild.engine.container;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Environment;
import dev.jbuild.layer.Accounts;
import dev.jbuild.layer.Accounts.Account;
import dev.jbuild.runtime.ProcessUser;
import java.util.ArrayList;
import java.util.List;

/// What an image's configuration and the user's options mean together for the first process.
record ProcessSettings(List<String> argv, List<String> env, String cwd, ProcessUser user) {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// @throws IllegalArgumentException when there is no command, or the user is unknown
  static ProcessSettings of(
      ContainerOptions options, ContainerConfig config, Accounts accounts, String hostname) {
    Account account = accounts.find(options.user().orElse(config.user()));
    String cwd =
        options
            .workingDirectory()
            .orElse(config.workingDir().isEmpty() ? "/" : config.workingDir());
    return new ProcessSettings(
        argv(options, config),
        env(options, config, account, hostname),
        cwd.startsWith("/") ? cwd : "/" + cwd,
        ProcessUser.of(account.uid(), account.gid(), account.groups()));
  }

  /// The entry point, then the command. An entry point of the user's takes the image's command
  /// away.
  private static List<String> argv(ContainerOptions options, ContainerConfig config) {
    List<String> argv = new ArrayList<>(options.entrypoint().orElse(config.entrypoint()));
    if (!options.command().isEmpty()) {
      argv.addAll(options.command());
    } else if (options.entrypoint().isEmpty()) {
      argv.addAll(config.cmd());
    }
    if (argv.isEmpty()) {
      throw new IllegalArgumentException(
          "image '" + options.image() + "' says no command to run, give one after the image");
    }
    return argv;
  }

  private static List<String> env(
      ContainerOptions options, ContainerConfig config, Account account, String hostname) {
    List<String> env = new ArrayList<>(List.of("PATH=" + PATH, "HOSTNAME=" + hostname));
    if (options.terminal()) {
      env.add("TERM=xterm");
    }
    for (List<String> entries : List.of(config.env(), options.env())) {
      for (String entry : entries) {
        env = Environment.with(env, Environment.nameOf(entry), Environment.valueOf(entry));
      }
    }
    return env.stream().anyMatch(e -> e.startsWith("HOME="))
        ? env
        : Environment.with(env, "HOME", account.home());
  }
}
