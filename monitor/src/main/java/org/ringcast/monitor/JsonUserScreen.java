package org.ringcast.monitor;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.ringcast.protocol.GroupId;
import org.ringcast.protocol.MalformedMessageException;
import org.ringcast.protocol.MembershipBody;
import org.ringcast.protocol.ServiceType;

/** One line with a JSON object for the session, for each message and for each error; no menu and no prompts. */
final class JsonUserScreen implements UserScreen {
    private final PrintStream out;

    JsonUserScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void start() {}

    @Override
    public void connected(String address, String privateGroup) {
        show(event("connected").put("address", address).put("private_group", privateGroup));
    }

    @Override
    public void error(int code) {
        show(SpOutput.errorJson(code));
    }

    @Override
    public void menu() {}

    @Override
    public void prompt() {}

    @Override
    public void unknownCommand() {
        show(event("error").put("text", "unknown command"));
    }

    @Override
    public void missingGroup() {
        show(event("error").put("text", "invalid group"));
    }

    @Override
    public void ask(String question) {}

    @Override
    public void burst(int messages, int bytes) {}

    @Override
    public void sent(int number, int total) {}

    @Override
    public void waiting(int bytes) {
        show(event("poll").put("bytes", bytes));
    }

    @Override
    public void messageBegins() {}

    @Override
    public void message(Received message) {
        show(json(message));
    }

    @Override
    public void receiveFailed(int code) {
        error(code);
    }

    @Override
    public void bye() {}

    /** The whole message, however large. */
    static JsonObject json(Received message) {
        int type = message.serviceType();
        if (ServiceType.isRegular(type)) {
            return putMessage(event("message").put("service", MessagePrinter.service(type)), message);
        }
        if (ServiceType.isReject(type)) {
            return putMessage(event("reject").put("service_type", type), message);
        }
        if (ServiceType.isRegularMembership(type)) {
            return membership(message);
        }
        if (ServiceType.isTransition(type)) {
            return event("transition").put("group", message.sender().toString());
        }
        if (ServiceType.isSelfLeave(type)) {
            return event("self_leave").put("group", message.sender().toString());
        }
        return event("unknown").put("service_type", type).put("bytes", message.data().length);
    }

    private static JsonObject putMessage(JsonObject json, Received message) {
        json.put("sender", message.sender().toString())
                .put("type", message.messageType())
                .put("endian_mismatch", message.endianMismatch())
                .put("groups", message.groups())
                .put("bytes", message.data().length);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message.data()))
                    .toString();
            return json.put("text", text);
        } catch (CharacterCodingException e) {
            return json.put("base64", Base64.getEncoder().encodeToString(message.data()));
        }
    }

    private static JsonObject membership(Received message) {
        JsonObject json = event("membership")
                .put("group", message.sender().toString())
                .put("members", message.groups())
                .put("index", message.messageType());
        try {
            MembershipBody body = message.membership();
            GroupId id = body.groupId();
            json.put("group_id", List.of(id.processId(), id.timeSeconds(), id.index()));
            return putCause(json, message.serviceType(), body);
        } catch (MalformedMessageException e) {
            return json.put("malformed", true);
        }
    }

    private static JsonObject putCause(JsonObject json, int type, MembershipBody body) {
        if ((type & ServiceType.CAUSED_BY_JOIN) != 0) {
            return json.put("cause", "JOIN").put("member", MessagePrinter.changedMember(body));
        }
        if ((type & ServiceType.CAUSED_BY_LEAVE) != 0) {
            return json.put("cause", "LEAVE").put("member", MessagePrinter.changedMember(body));
        }
        if ((type & ServiceType.CAUSED_BY_DISCONNECT) != 0) {
            return json.put("cause", "DISCONNECT").put("member", MessagePrinter.changedMember(body));
        }
        List<JsonObject> sets = new ArrayList<>();
        int local = body.localSetIndex();
        for (int i = 0; i < body.sets().size(); i++) {
            sets.add(new JsonObject()
                    .put("local", i == local)
                    .put("members", body.sets().get(i).members()));
        }
        return json.put("cause", "NETWORK").put("sets", sets);
    }

    private static JsonObject event(String name) {
        return new JsonObject().put("event", name);
    }

    private void show(JsonObject json) {
        out.print(json + "\n");
        out.flush();
    }
}
