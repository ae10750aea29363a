package dev.portolan.cli.hub;

import dev.portolan.v1.AbortRolloutRequest;
import dev.portolan.v1.ChangeRulesRequest;
import dev.portolan.v1.ChangeRulesResponse;
import dev.portolan.v1.PreviewRequest;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.ResumeRolloutRequest;
import dev.portolan.v1.Rollout;
import dev.portolan.v1.RuleChange;
import dev.portolan.v1.RuleName;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
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

  /** Lets a policy's rollout go on. */
  public Rollout resume(RuleName policy) {
    return hub.admin(
            stub -> stub.resumeRollout(ResumeRolloutRequest.newBuilder().setName(policy).build()))
        .getRollout();
  }

  /** Gives a policy's rollout up. */
  public Rollout abort(RuleName policy) {
    return hub.admin(
            stub -> stub.abortRollout(AbortRolloutRequest.newBuilder().setName(policy).build()))
        .getRollout();
  }

  /**
   * What changes, or the loss of an origin, would do. The answers come as the hub plans them, for
   * as long as it takes.
   */
  public Iterator<PreviewResponse> preview(PreviewRequest request) {
    Iterator<PreviewResponse> answers = hub.adminStream().preview(request);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return answers.hasNext();
        } catch (StatusRuntimeException e) {
          throw hub.failure(e);
        }
      }

      @Override
      public PreviewResponse next() {
        return answers.next();
      }
    };
  }
}
