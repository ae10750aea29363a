package dev.portolan.cli.hub;

import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.RuleChange;
import java.util.List;

/**
 * Changes of one hub's rules.
 *
 * <p>Every method throws {@link dev.portolan.cli.shell.CommandException} when the hub does not
 * answer or refuses.
 */
public final class Rules {
  private final Hub hub;

  Rules(Hub hub) {
    this.hub = hub;
  }

  /**
   * Makes all changes, or none.
   *
   * @param validateOnly the hub checks them and changes nothing
   */
  public ChangeRulesResponse change(List<RuleChange> changes, boolean validateOnly) {
    ChangeRulesRequest request =
        ChangeRulesRequest.newBuilder()
            .addAllChanges(changes)
            .setValidateOnly(validateOnly)
            .build();
    return hub.admin(stub -> stub.changeRules(request));
  }
}
