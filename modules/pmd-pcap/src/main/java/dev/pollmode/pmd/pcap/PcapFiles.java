package dev.pollmode.pmd.pcap;

import java.util.ArrayList;
import java.util.List;

/// The open files of a device.
final class PcapFiles implements AutoCloseable {
    private final List<PcapReader> readers = new ArrayList<>();
    private final List<PcapWriter> writers = new ArrayList<>();

    /// Opens all files, or none. Files to read first: a wrong one must not cost the contents of those to write.
    PcapFiles(final PcapConf conf) {
        try {
            conf.received().forEach(path -> readers.add(PcapReader.open(path)));
            conf.sent().forEach(path -> writers.add(PcapWriter.open(path)));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    List<PcapReader> readers() {
        return readers;
    }

    List<PcapWriter> writers() {
        return writers;
    }

    @Override
    public void close() {
        readers.forEach(PcapReader::close);
        writers.forEach(PcapWriter::close);
    }
}
