package dev.pollmode.mbuf;

/// What is known about a packet beside its bytes: where it came from, what was found in it, what is asked for.
abstract sealed class MbufMetadata extends MbufChain permits Mbuf {
    int port;
    int packetType;
    long offloads;
    long txLengths;
    int vlanTci;
    int outerVlanTci;
    int rssHash;
    int flowMark;
    long timestamp;

    MbufMetadata(final Mempool pool, final int index, final long address, final long iova, final int length) {
        super(pool, index, address, iova, length);
    }

    /// {@return the port that received this packet, or [Mbuf#NO_PORT]}
    public final int port() {
        return port;
    }

    /// Sets the port that received this packet.
    ///
    /// @param port its number
    public final void port(final int port) {
        if (Checked.ON) {
            requireLive();
        }
        this.port = port;
    }

    /// {@return what the packet is, as bits of [PacketType]; 0 when nobody looked}
    public final int packetType() {
        return packetType;
    }

    /// Sets what the packet is.
    ///
    /// @param type bits of [PacketType]
    public final void packetType(final int type) {
        if (Checked.ON) {
            requireLive();
        }
        packetType = type;
        touched = true;
    }

    /// {@return what was found on reception and is asked for on transmission, bits of [Offload]}
    public final long offloads() {
        if (Checked.ON) {
            requireLive();
        }
        return offloads;
    }

    /// Sets what was found on reception, or is asked for on transmission.
    ///
    /// @param flags bits of [Offload]
    public final void offloads(final long flags) {
        if (Checked.ON) {
            requireLive();
        }
        offloads = flags;
        touched = true;
    }

    /// {@return header lengths and segment size for offloads, packed by [TxLengths]}
    public final long txLengths() {
        return txLengths;
    }

    /// Sets header lengths and segment size for offloads.
    ///
    /// @param packed made by [TxLengths]
    public final void txLengths(final long packed) {
        if (Checked.ON) {
            requireLive();
        }
        txLengths = packed;
    }

    /// {@return the tag control information, where [Offload] says that it is there}
    public final int vlanTci() {
        return vlanTci;
    }

    /// Sets the tag control information.
    ///
    /// @param tci priority, DEI and VLAN identifier, 16 bits
    public final void vlanTci(final int tci) {
        vlanTci = tci & 0xffff;
    }

    /// {@return the tag control information of the outer tag (QinQ)}
    public final int outerVlanTci() {
        return outerVlanTci;
    }

    /// Sets the tag control information of the outer tag.
    ///
    /// @param tci 16 bits
    public final void outerVlanTci(final int tci) {
        outerVlanTci = tci & 0xffff;
    }

    /// {@return the RSS hash, where [Offload#RX_RSS_HASH] is set}
    public final int rssHash() {
        return rssHash;
    }

    /// Sets the RSS hash.
    ///
    /// @param hash 32 bits
    public final void rssHash(final int hash) {
        rssHash = hash;
    }

    /// {@return the mark a flow rule gave, where [Offload#RX_FDIR_ID] is set}
    public final int flowMark() {
        return flowMark;
    }

    /// Sets the mark a flow rule gave.
    ///
    /// @param mark 32 bits
    public final void flowMark(final int mark) {
        flowMark = mark;
    }

    /// {@return when the packet was received, in the unit of its port}
    public final long timestamp() {
        return timestamp;
    }

    /// Sets when the packet was received.
    ///
    /// @param time in the unit of its port
    public final void timestamp(final long time) {
        timestamp = time;
    }

    /// {@return the value of a dynamic field; 0 in a pool of another Eal than the one that registered it}
    ///
    /// @param field from [DynamicFields#registerField(String)]
    public final long dynamicField(final int field) {
        final long[] values = pool.dynamic;
        return values == null ? 0 : values[index * DynamicFields.SLOTS + DynamicFields.checked(field)];
    }

    /// Sets the value of a dynamic field; it stays until it is set again, also when the mbuf is freed and taken.
    ///
    /// @param field from [DynamicFields#registerField(String)]
    /// @param value 64 bits
    public final void dynamicField(final int field, final long value) {
        final long[] values = pool.dynamic;
        if (values != null) {
            values[index * DynamicFields.SLOTS + DynamicFields.checked(field)] = value;
        }
    }

    /// Takes over what describes a packet (port, type, offloads, tags), not its bytes or lengths.
    ///
    /// @param other the packet to be like
    public final void copyMetadata(final Mbuf other) {
        touched = true;
        port = other.port;
        packetType = other.packetType;
        offloads = other.offloads;
        txLengths = other.txLengths;
        vlanTci = other.vlanTci;
        outerVlanTci = other.outerVlanTci;
        rssHash = other.rssHash;
        flowMark = other.flowMark;
        timestamp = other.timestamp;
        if (pool.dynamic != null && other.pool.dynamic != null) {
            copyDynamic(other);
        }
    }

    private void copyDynamic(final Mbuf other) {
        System.arraycopy(other.pool.dynamic, other.index * DynamicFields.SLOTS, pool.dynamic, index * DynamicFields.SLOTS, DynamicFields.SLOTS);
    }
}
