/// Small applications written with the API. They name no driver: those on the path are found by the names of devices.
module dev.pollmode.examples {
    requires dev.pollmode.ethdev;
}
