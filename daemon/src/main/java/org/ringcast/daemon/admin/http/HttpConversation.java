package org.ringcast.daemon.admin.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: request after request, each answered before the next is looked at, and each step with a deadline. Only GET and
 * HEAD without a body are answered.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a write or close that fails ends the connection, which is all there is to do
final class HttpConversation extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConversation.class);

    /** For how long a client that was refused is listened to. */
    private static final long REFUSED_MS = 1_000;

    private final Pages pages;
    private final HttpLimits limits;
    private final OpenConnections connections;
    private HttpRequest request;
    private Future<?> deadline;
    private boolean answering;
    private boolean refused;

    HttpConversation(WatchedDaemon daemon, HttpLimits limits, OpenConnections connections) {
        this.pages = new Pages(daemon, limits);
        this.limits = limits;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!connections.opened(context.channel())) {
            context.close();
            return;
        }
        closeAfter(context, limits.requestMs());
        context.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.closed(context.channel());
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** A request may come in several pieces. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!answering) {
            context.read();
        }
    }

    private void closeAfter(ChannelHandlerContext context, long ms) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> context.close(), ms, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (refused) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            refuse(context, status(part.decoderResult().cause()));
            return;
        }
        if (part instanceof HttpRequest start) {
            request = start;
        }
        if (part instanceof HttpContent content && content.content().isReadable()) {
            refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        } else if (part instanceof LastHttpContent && request != null) {
            onRequest(context);
        } else {
            context.read();
        }
    }

    private static HttpResponseStatus status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void onRequest(ChannelHandlerContext context) {
        answering = true;
        connections.setBusy(context.channel(), true);
        closeAfter(context, limits.responseMs());
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            FullHttpResponse response = response(Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET and HEAD only"));
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            send(context, response, keepAlive);
            return;
        }
        String uri = request.uri();
        int query = uri.indexOf('?');
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        CompletableFuture<Page> page = pages.get(query < 0 ? uri : uri.substring(0, query), accept, context.executor());
        request = null;
        page.whenCompleteAsync(
                (found, fault) -> {
                    if (fault != null) {
                        LOG.error("A page of the metrics server cannot be made", fault);
                    }
                    Page shown = fault == null
                            ? found
                            : Page.text(
                                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "an error in the daemon; see its log");
                    send(context, response(shown), keepAlive);
                },
                context.executor());
    }

    /** What the client goes on to send is read for a moment: a connection closed before that would take the answer with it. */
    private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
        refused = true;
        connections.setBusy(context.channel(), true);
        closeAfter(context, Math.min(REFUSED_MS, limits.responseMs()));
        FullHttpResponse response = response(Page.text(status, status.reasonPhrase()));
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.read();
    }

    private static FullHttpResponse response(Page page) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), Unpooled.wrappedBuffer(page.bytes()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, page.bytes().length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer")
                .set("Content-Security-Policy", page.contentSecurityPolicy());
        return response;
    }

    private void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        context.writeAndFlush(response).addListener(written -> {
            if (!keepAlive || !written.isSuccess()) {
                context.close();
                return;
            }
            answering = false;
            connections.setBusy(context.channel(), false);
            closeAfter(context, limits.idleMs());
            context.read();
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
