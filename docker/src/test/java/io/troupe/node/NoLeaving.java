package io.troupe.node;

import java.util.List;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Grants what it is told to, but lets nobody leave a consumer group, nor be removed from it. */
public final class NoLeaving extends StandardAuthorizer {

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext request, List<Action> actions) {
        return request.requestType() == ApiKeys.LEAVE_GROUP.id
                ? actions.stream().map(each -> AuthorizationResult.DENIED).toList()
                : super.authorize(request, actions);
    }
}
