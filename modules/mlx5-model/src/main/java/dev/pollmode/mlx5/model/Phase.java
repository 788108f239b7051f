package dev.pollmode.mlx5.model;

/// How far bring-up has come.
///
/// | from    | to      | when                                                   |
/// |---------|---------|--------------------------------------------------------|
/// | CLOSED  | ENABLED | ENABLE_HCA                                             |
/// | ENABLED | RUNNING | INIT_HCA, when all pages were given                    |
/// | RUNNING | ENABLED | TEARDOWN_HCA                                           |
/// | ENABLED | CLOSED  | DISABLE_HCA                                            |
/// | any     | CLOSED  | reset of the function                                  |
enum Phase {
    CLOSED,
    ENABLED,
    RUNNING
}
