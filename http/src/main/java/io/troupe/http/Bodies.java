package io.troupe.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;

/** Reads requests' bodies: each of them, and all of them together, within limits. */
final class Bodies {

    private final ActorSystem<?> system;
    private final Limits limits;
    private final AtomicLong held = new AtomicLong();

    Bodies(ActorSystem<?> system, Limits limits) {
        this.system = system;
        this.limits = limits;
    }

    /** The answer to a body, once it is there; what is read is held until the answer is known. */
    CompletionStage<HttpResponse> with(
            HttpRequest request, Function<ByteString, CompletionStage<HttpResponse>> answer) {
        Share share = new Share();
        return read(request, share)
                .handle((body, failure) -> failure == null
                        ? answer.apply(body)
                        : CompletableFuture.completedFuture(unread(Answers.cause(failure))))
                .thenCompose(stage -> stage)
                .exceptionally(Answers::failure)
                .whenComplete((done, failure) -> share.release());
    }

    private CompletionStage<ByteString> read(HttpRequest request, Share share) {
        if (request.entity() instanceof HttpEntity.Strict whole
                && whole.getData().isEmpty()) {
            return CompletableFuture.completedFuture(ByteString.emptyByteString());
        }
        return request.entity()
                .withSizeLimit(limits.bodyBytes())
                .getDataBytes()
                .completionTimeout(limits.bodyTimeout())
                .runFold(ByteString.emptyByteString(), share::add, system);
    }

    /** Of a request that is refused for its head. */
    void discard(HttpRequest request) {
        request.discardEntityBytes(system);
    }

    private HttpResponse unread(Throwable cause) {
        if (cause instanceof EntityStreamSizeException) {
            return Answers.error(413, "The request's body is larger than " + limits.bodyBytes() + " bytes.");
        }
        if (cause instanceof TimeoutException) {
            return Answers.error(
                    408,
                    "The request's body did not come within "
                            + limits.bodyTimeout().toMillis() + " ms.");
        }
        if (cause instanceof Full) {
            return Answers.error(503, "The worker reads as many requests as it can hold; try again in a moment.");
        }
        return Answers.error(400, "The request's body did not come whole.");
    }

    /** What one request holds; its stream and its answer may end on different threads, one after the other. */
    private final class Share {
        private final AtomicLong bytes = new AtomicLong();

        ByteString add(ByteString body, ByteString more) {
            bytes.addAndGet(more.size());
            if (held.addAndGet(more.size()) > limits.bodiesBytes()) {
                throw new Full();
            }
            return body.concat(more);
        }

        void release() {
            held.addAndGet(-bytes.getAndSet(0));
        }
    }

    /** No more bodies now. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("too many bodies", null, false, false);
        }
    }
}
