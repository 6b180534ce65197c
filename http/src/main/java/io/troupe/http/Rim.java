package io.troupe.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpProtocols;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;

/**
 * What a listener refuses before anybody looks at the request.
 *
 * <p>A page of a stranger that a browser shows can have its own name point to the address of a worker, and then asks in
 * that name: where only this machine is meant to ask, and where the hosts are set, another host is refused.
 *
 * <p>Pekko HTTP resolves dots in a path by itself, so that filters on the way here would have seen another path: such a
 * target is refused as it came.
 */
final class Rim implements Gate {

    /** Plain: the reference looks for the path as it is, and finds none. */
    private static final Pattern DOTS = Pattern.compile("[^?#]*/\\.\\.?(?:[/?#].*)?", Pattern.DOTALL);

    private static final Pattern ENCODED_DOTS =
            Pattern.compile("[^?#]*/(?:\\.|%2e){1,2}(?:[/?#].*)?", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final String ANY = "*";

    private final ActorSystem<?> system;
    private final Gate inner;
    private final boolean anyHost;
    private final Set<String> hosts;

    private Rim(ActorSystem<?> system, Gate inner, boolean anyHost, Set<String> hosts) {
        this.system = system;
        this.inner = inner;
        this.anyHost = anyHost;
        this.hosts = hosts;
    }

    /** @param local whether the listener can be reached from this machine alone */
    static Rim around(ActorSystem<?> system, Gate inner, Listener listener, boolean local, HttpSettings settings) {
        List<String> named = settings.hosts();
        Set<String> hosts = new HashSet<>(List.of("localhost", listener.host().toLowerCase(Locale.ROOT)));
        Optional.ofNullable(settings.advertisedHost())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .ifPresent(hosts::add);
        named.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return new Rim(system, inner, hosts.contains(ANY) || (named.isEmpty() && !local), Set.copyOf(hosts));
    }

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        String target =
                request.getHeader(RawRequestURI.class).map(RawRequestURI::uri).orElse("");
        Optional<Host> host = request.getHeader(Host.class);
        if (host.isEmpty() && request.protocol().equals(HttpProtocols.HTTP_1_1)) {
            return refuse(request, Answers.error(400, "The request does not say which host it is for."));
        }
        if (!anyHost && !meant(host.map(each -> each.host().address()).orElse("localhost"))) {
            return refuse(
                    request,
                    Answers.error(
                            421,
                            "This listener does not answer for the host that was asked for; name it in troupe.http.hosts"
                                    + " if it should."));
        }
        if (DOTS.matcher(target).matches()) {
            return refuse(request, Answers.unrouted(404));
        }
        if (ENCODED_DOTS.matcher(target).matches()) {
            return refuse(request, ErrorPages.badPath(request));
        }
        return inner.answer(request.removeHeader("Raw-Request-URI"));
    }

    private boolean meant(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        return hosts.contains(plain) || Loopback.address(plain);
    }

    private CompletionStage<HttpResponse> refuse(HttpRequest request, HttpResponse answer) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(answer);
    }
}
