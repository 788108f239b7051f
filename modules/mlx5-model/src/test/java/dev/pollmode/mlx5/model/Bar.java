package dev.pollmode.mlx5.model;

/// BAR0 as a driver sees it, whichever way it leads to the device.
interface Bar {
    long read(long offset, int length);

    void write(long offset, int length, long value);

    static Bar of(final Mlx5Device device) {
        return new Bar() {
            @Override
            public long read(final long offset, final int length) {
                return device.readBar0(offset, length);
            }

            @Override
            public void write(final long offset, final int length, final long value) {
                device.writeBar0(offset, length, value);
            }
        };
    }
}
