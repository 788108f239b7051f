package dev.pollmode.lab;

/// Tells which frames a VF that was taken away may have held.
interface Departed {
    /// {@return the number of the first frame that was not given to a VF any more; [Long#MAX_VALUE] when that is not known, −1 while the VF is there}
    ///
    /// @param path the VF, as numbered by [Vf#path()]
    long firstNotGiven(int path);
}
