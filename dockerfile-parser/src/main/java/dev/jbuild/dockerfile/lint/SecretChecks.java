package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.ast.Heredoc;
import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks for keys and tokens by the forms that their issuers give them. What is found is never
/// shown again.
final class SecretChecks {

  private record Form(String name, Pattern pattern) {
    static Form of(String name, String expression) {
      return new Form(name, Pattern.compile(expression));
    }
  }

  private static final List<Form> FORMS =
      List.of(
          Form.of("a private key", "-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
          Form.of("an AWS access key", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Form.of("a GitHub token", "\\bgh[pousr]_[0-9A-Za-z]{36}\\b"),
          Form.of("a GitHub token", "\\bgithub_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}\\b"),
          Form.of("a GitLab token", "\\bgl(?:pat|dt|rt)-[0-9A-Za-z_-]{20}"),
          Form.of("a Slack token", "\\bxox[abprs]-[0-9]{8,}-[0-9A-Za-z-]{10,}"),
          Form.of("a Google API key", "\\bAIza[0-9A-Za-z_-]{35}"),
          Form.of("a Stripe key", "\\b[rs]k_live_[0-9A-Za-z]{24,}"),
          Form.of("an npm token", "\\bnpm_[0-9A-Za-z]{36}\\b"),
          Form.of("a PyPI token", "\\bpypi-AgE[0-9A-Za-z_-]{50,}"),
          Form.of("a Hugging Face token", "\\bhf_[0-9A-Za-z]{34}\\b"),
          Form.of("a DigitalOcean token", "\\bdo[oprt]_v1_[0-9a-f]{64}\\b"),
          Form.of("a SendGrid key", "\\bSG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}"),
          Form.of("an Anthropic key", "\\bsk-ant-[0-9A-Za-z_-]{32,}"),
          Form.of(
              "a password in a URL", "(?<=https?://[^\\s/:@$]{1,64}:)[^\\s/:@$<{}>*]{8,128}(?=@)"));

  private SecretChecks() {}

  static void run(SyntaxTree tree, WarningLog log) {
    for (Node node : tree.nodes()) {
      WarningLog own = log.with(node.comments());
      check(node, node.original(), own);
      for (Heredoc heredoc : node.heredocs()) {
        check(node, heredoc.content(), own);
      }
    }
  }

  private static void check(Node node, String text, WarningLog log) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern.matcher(text);
      if (matcher.find() && !isPlaceholder(matcher.group())) {
        log.addHidden(
            Rule.SECRET_IN_FILE,
            node.range(),
            matcher.group(),
            "This looks like "
                + form.name
                + "; who has the file or the image has it, too: replace it, and use RUN"
                + " --mount=type=secret");
        return;
      }
    }
  }

  private static boolean isPlaceholder(String found) {
    String lower = found.toLowerCase(Locale.ROOT);
    return lower.contains("example")
        || lower.contains("xxxx")
        || lower.contains("password")
        || lower.contains("changeme")
        || found.substring(found.length() / 2).chars().distinct().count() <= 2;
  }
}
