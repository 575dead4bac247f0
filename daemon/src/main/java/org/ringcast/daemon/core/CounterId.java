package org.ringcast.daemon.core;

/**
 * Everything that the core counts: one list for the code, the status report, the metrics and the documentation. The name of
 * a drop counter is also the reason that {@link CoreObserver#onDrop} is told.
 */
public enum CounterId {
    PACKETS_SENT("ring_packets_sent", "new data packets created, without retransmissions"),
    PACKETS_RECEIVED("ring_packets_received", "data packets of others stored, without duplicates"),
    PACKETS_DELIVERED("ring_packets_delivered", "data packets handed up"),
    MESSAGES_SENT("ring_messages_sent", "messages that were wholly put into packets"),
    MESSAGES_DELIVERED("ring_messages_delivered", "messages handed up"),
    RETRANS_UNICAST("ring_retrans_unicast", "requested packets sent again to one daemon"),
    RETRANS_SEGMENT("ring_retrans_segment", "requested packets sent again to one segment"),
    RETRANS_BROADCAST("ring_retrans_broadcast", "requested packets sent again to all daemons"),
    RETRANS_CAPPED(
            "ring_retrans_capped", "requests left on the token because the visit's limit of answers was reached"),
    RETRANS_PACED("ring_retrans_paced", "requests not answered because the last answer was only just sent"),
    RETRANS_PASSED_ON(
            "ring_retrans_passed_on", "requests answered in vain before and left on the token for the next holder"),
    RETRANS_REPAIRS("ring_retrans_repairs", "packets sent unasked to a daemon that the token shows to be stuck"),
    RETRANS_IN_VAIN("ring_retrans_in_vain", "packets sent again, of those that were watched, that did not arrive"),
    REQUESTS_SENT("ring_requests_sent", "sequence numbers asked for on tokens"),
    REQUESTS_IGNORED("ring_requests_ignored", "requested sequence numbers that nobody can be missing"),
    REFORWARDED("ring_reforwarded", "routed packets sent on to the own segment"),
    TOKENS_PROCESSED("ring_tokens_processed", "regular tokens accepted and processed"),
    TOKEN_HURRIES("ring_token_hurries", "leader: tokens sent again; others: tokens accepted that had been sent again"),
    TOKENS_RESENT("ring_tokens_resent", "datagrams with a token sent again"),
    TOKEN_FLOW_CORRECTED(
            "ring_token_flow_corrected",
            "tokens of an idle ring whose flow control counted packets that nobody had sent"),
    HURRIES_SENT("ring_hurries_sent", "requests to release a held token"),
    HURRIES_RECEIVED("ring_hurries_received", "requests to release a held token, as leader"),
    TOKEN_LOSSES("membership_token_losses", "times the ring was given up"),
    MEMBERSHIP_CHANGES("membership_changes", "rings installed"),
    FORM1_CREATED("membership_form1_begun", "attempts to form a ring that this daemon began"),
    FORM_FAILURES("membership_form_failures", "attempts to form a ring that ended without a ring"),
    RECOVERY_GIVEN_UP("membership_recovery_given_up", "recoveries that went round too often without end"),
    ISOLATIONS("membership_isolations", "times this daemon kept to itself because no ring with the others came about"),
    STALLS("ring_stalls", "episodes in which a daemon of the ring could not be reached"),
    STUCK_NOW("ring_stuck_now", "daemons of the ring that cannot be reached now"),
    STUCK_MILLIS("ring_stuck_millis", "milliseconds that such episodes lasted, those that are over"),
    MESSAGES_INCOMPLETE("ring_messages_incomplete", "partly received messages dropped: ring change or wrong fragment"),
    PACKETS_LOST_IN_HOLES(
            "ring_packets_behind_holes", "packets not delivered because an earlier packet is lost for good"),
    INTERNAL_FAULTS("core_internal_faults", "inconsistencies found in own state; the ring was formed anew"),

    SESSIONS_NOT_READING("sessions_not_reading", "sessions ended because the client does not read"),
    SESSIONS_UNFINISHED(
            "sessions_unfinished",
            "sessions ended because unfinished frames took too much memory and theirs did not get on"),
    SESSION_FAULTS("session_faults", "sessions ended because of a frame that no client may send"),
    SESSION_REJECTS("session_rejects", "messages sent back to their sender"),
    SESSION_JOINS_REFUSED("session_joins_refused", "joins sent back because of a limit on members or memberships"),
    SESSION_MESSAGES_DELIVERED(
            "session_messages_delivered", "messages of applications handed to their local receivers"),
    GROUPS_STALE("groups_stale", "group states of an earlier ring that came too late"),
    GROUPS_DROPPED("groups_dropped", "messages from the ring with an impossible type, sender or contents"),
    GROUPS_UNEXPECTED("groups_unexpected", "messages that cannot come in the present group state"),
    GROUPS_EXCHANGE_TIMEOUTS(
            "groups_exchange_timeouts", "exchanges of group state that got stuck; the ring was given up"),

    RING_ARU("ring_aru", "up to here everybody has everything"),
    RING_MY_ARU("ring_my_aru", "up to here this daemon has everything"),
    RING_HIGHEST_SEQ("ring_highest_seq", "highest sequence number known"),
    RING_TOKEN_ROUNDS("ring_token_rounds", "tokens processed in the current ring"),

    DROP_SHORT("drop_short", "datagram shorter than a header"),
    DROP_LENGTH("drop_length", "datagram whose length differs from what its header says"),
    DROP_MALFORMED("drop_malformed", "datagram that no daemon sends: bad counts, lists, fragments"),
    DROP_UNKNOWN_KIND("drop_unknown_kind", "datagram of an unknown type"),
    DROP_CONFIGURATION("drop_configuration", "datagram of a daemon with another configuration hash"),
    DROP_UNKNOWN_TRANSMITTER("drop_unknown_transmitter", "transmitter not in the configuration"),
    DROP_SOURCE_ADDRESS("drop_source_address", "source address is not the transmitter's"),
    DROP_PARTITION("drop_partition", "transmitter in another monitor partition"),
    DROP_OWN("drop_own", "own packet looped back"),
    DROP_CONTROL("drop_control", "monitor request refused or without a handler"),
    DROP_ORIGINATOR("drop_originator", "data packet whose originator is not a member of its ring"),
    DROP_DUPLICATE("drop_duplicate", "data packet already here"),
    DROP_OLD("drop_old", "data packet delivered and forgotten long ago"),
    DROP_FAR_AHEAD("drop_far_ahead", "data packet with a sequence number that cannot be in use yet"),
    DROP_LATE("drop_late", "data packet of an old ring above what its members agreed on, or an agreed hole"),
    DROP_FUTURE("drop_future", "data packet of the coming ring, no room to keep it"),
    DROP_FOREIGN("drop_foreign", "data packet of another ring"),
    TOKEN_VETO("token_veto", "token while none is expected"),
    TOKEN_WRONG_RING("token_wrong_ring", "token of another ring"),
    TOKEN_WRONG_SENDER("token_wrong_sender", "token not from the previous member"),
    TOKEN_WRONG_LENGTH("token_wrong_length", "token whose length differs from what its header says"),
    TOKEN_MALFORMED("token_malformed", "token with impossible requests"),
    TOKEN_ROLLOVER("token_rollover", "token swallowed because sequence numbers run out"),
    TOKEN_REPEATED("token_repeated", "copy of a token already processed"),
    TOKEN_OUTDATED("token_outdated", "token of the wrong round"),
    TOKEN_STALE("token_stale", "token of the right round number whose fields are older than what was seen"),
    TOKEN_FAR_AHEAD("token_far_ahead", "token with a sequence number that cannot be in use yet"),
    FORM_SWALLOWED("form_swallowed", "form token not for this state or not valid here"),
    FORM_REPEATED("form_repeated", "form1 token that was processed before"),
    FORM_MALFORMED("form_malformed", "form token with impossible contents"),
    FORM_CONTRADICTION("form_contradiction", "form token that contradicts what this daemon has"),
    MEMBERSHIP_MALFORMED("membership_malformed", "ALIVE, JOIN or REFER with impossible contents"),
    MEMBERSHIP_UNCONFIRMED(
            "membership_unconfirmed", "ALIVE or JOIN of a member, waiting for a second one while tokens flow");

    private final String key;
    private final String text;

    CounterId(String key, String text) {
        this.key = key;
        this.text = text;
    }

    /** Name in metrics and in {@link CoreObserver#onDrop}. */
    public String key() {
        return key;
    }

    /** What is counted, in a few words. */
    public String text() {
        return text;
    }

    /** A level that goes up and down, not a count. */
    public boolean isGauge() {
        return this == STUCK_NOW
                || this == RING_ARU
                || this == RING_MY_ARU
                || this == RING_HIGHEST_SEQ
                || this == RING_TOKEN_ROUNDS;
    }
}
