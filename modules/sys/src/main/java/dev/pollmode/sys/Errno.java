package dev.pollmode.sys;

/// The error numbers of Linux (`asm-generic/errno.h`; the same on x86-64 and arm64), with their names and texts.
public final class Errno {
    /// Operation not permitted.
    public static final int EPERM = 1;
    /// No such file or directory.
    public static final int ENOENT = 2;
    /// No such process.
    public static final int ESRCH = 3;
    /// Interrupted system call.
    public static final int EINTR = 4;
    /// Input/output error.
    public static final int EIO = 5;
    /// No such device or address.
    public static final int ENXIO = 6;
    /// Argument list too long.
    public static final int E2BIG = 7;
    /// Exec format error.
    public static final int ENOEXEC = 8;
    /// Bad file descriptor.
    public static final int EBADF = 9;
    /// No child processes.
    public static final int ECHILD = 10;
    /// Resource temporarily unavailable.
    public static final int EAGAIN = 11;
    /// Cannot allocate memory.
    public static final int ENOMEM = 12;
    /// Permission denied.
    public static final int EACCES = 13;
    /// Bad address.
    public static final int EFAULT = 14;
    /// Block device required.
    public static final int ENOTBLK = 15;
    /// Device or resource busy.
    public static final int EBUSY = 16;
    /// File exists.
    public static final int EEXIST = 17;
    /// Invalid cross-device link.
    public static final int EXDEV = 18;
    /// No such device.
    public static final int ENODEV = 19;
    /// Not a directory.
    public static final int ENOTDIR = 20;
    /// Is a directory.
    public static final int EISDIR = 21;
    /// Invalid argument.
    public static final int EINVAL = 22;
    /// Too many open files in system.
    public static final int ENFILE = 23;
    /// Too many open files.
    public static final int EMFILE = 24;
    /// Inappropriate ioctl for device.
    public static final int ENOTTY = 25;
    /// Text file busy.
    public static final int ETXTBSY = 26;
    /// File too large.
    public static final int EFBIG = 27;
    /// No space left on device.
    public static final int ENOSPC = 28;
    /// Illegal seek.
    public static final int ESPIPE = 29;
    /// Read-only file system.
    public static final int EROFS = 30;
    /// Too many links.
    public static final int EMLINK = 31;
    /// Broken pipe.
    public static final int EPIPE = 32;
    /// Numerical argument out of domain.
    public static final int EDOM = 33;
    /// Numerical result out of range.
    public static final int ERANGE = 34;
    /// Resource deadlock avoided.
    public static final int EDEADLK = 35;
    /// File name too long.
    public static final int ENAMETOOLONG = 36;
    /// No locks available.
    public static final int ENOLCK = 37;
    /// Function not implemented.
    public static final int ENOSYS = 38;
    /// Directory not empty.
    public static final int ENOTEMPTY = 39;
    /// Too many levels of symbolic links.
    public static final int ELOOP = 40;
    /// No message of desired type.
    public static final int ENOMSG = 42;
    /// Identifier removed.
    public static final int EIDRM = 43;
    /// Channel number out of range.
    public static final int ECHRNG = 44;
    /// Level 2 not synchronized.
    public static final int EL2NSYNC = 45;
    /// Level 3 halted.
    public static final int EL3HLT = 46;
    /// Level 3 reset.
    public static final int EL3RST = 47;
    /// Link number out of range.
    public static final int ELNRNG = 48;
    /// Protocol driver not attached.
    public static final int EUNATCH = 49;
    /// No CSI structure available.
    public static final int ENOCSI = 50;
    /// Level 2 halted.
    public static final int EL2HLT = 51;
    /// Invalid exchange.
    public static final int EBADE = 52;
    /// Invalid request descriptor.
    public static final int EBADR = 53;
    /// Exchange full.
    public static final int EXFULL = 54;
    /// No anode.
    public static final int ENOANO = 55;
    /// Invalid request code.
    public static final int EBADRQC = 56;
    /// Invalid slot.
    public static final int EBADSLT = 57;
    /// Bad font file format.
    public static final int EBFONT = 59;
    /// Device not a stream.
    public static final int ENOSTR = 60;
    /// No data available.
    public static final int ENODATA = 61;
    /// Timer expired.
    public static final int ETIME = 62;
    /// Out of streams resources.
    public static final int ENOSR = 63;
    /// Machine is not on the network.
    public static final int ENONET = 64;
    /// Package not installed.
    public static final int ENOPKG = 65;
    /// Object is remote.
    public static final int EREMOTE = 66;
    /// Link has been severed.
    public static final int ENOLINK = 67;
    /// Advertise error.
    public static final int EADV = 68;
    /// Srmount error.
    public static final int ESRMNT = 69;
    /// Communication error on send.
    public static final int ECOMM = 70;
    /// Protocol error.
    public static final int EPROTO = 71;
    /// Multihop attempted.
    public static final int EMULTIHOP = 72;
    /// RFS specific error.
    public static final int EDOTDOT = 73;
    /// Bad message.
    public static final int EBADMSG = 74;
    /// Value too large for defined data type.
    public static final int EOVERFLOW = 75;
    /// Name not unique on network.
    public static final int ENOTUNIQ = 76;
    /// File descriptor in bad state.
    public static final int EBADFD = 77;
    /// Remote address changed.
    public static final int EREMCHG = 78;
    /// Can not access a needed shared library.
    public static final int ELIBACC = 79;
    /// Accessing a corrupted shared library.
    public static final int ELIBBAD = 80;
    /// .lib section in a.out corrupted.
    public static final int ELIBSCN = 81;
    /// Attempting to link in too many shared libraries.
    public static final int ELIBMAX = 82;
    /// Cannot exec a shared library directly.
    public static final int ELIBEXEC = 83;
    /// Invalid or incomplete multibyte or wide character.
    public static final int EILSEQ = 84;
    /// Interrupted system call should be restarted.
    public static final int ERESTART = 85;
    /// Streams pipe error.
    public static final int ESTRPIPE = 86;
    /// Too many users.
    public static final int EUSERS = 87;
    /// Socket operation on non-socket.
    public static final int ENOTSOCK = 88;
    /// Destination address required.
    public static final int EDESTADDRREQ = 89;
    /// Message too long.
    public static final int EMSGSIZE = 90;
    /// Protocol wrong type for socket.
    public static final int EPROTOTYPE = 91;
    /// Protocol not available.
    public static final int ENOPROTOOPT = 92;
    /// Protocol not supported.
    public static final int EPROTONOSUPPORT = 93;
    /// Socket type not supported.
    public static final int ESOCKTNOSUPPORT = 94;
    /// Operation not supported.
    public static final int EOPNOTSUPP = 95;
    /// Operation not supported, by the name that DPDK and POSIX use; Linux has one number for both.
    public static final int ENOTSUP = EOPNOTSUPP;
    /// Protocol family not supported.
    public static final int EPFNOSUPPORT = 96;
    /// Address family not supported by protocol.
    public static final int EAFNOSUPPORT = 97;
    /// Address already in use.
    public static final int EADDRINUSE = 98;
    /// Cannot assign requested address.
    public static final int EADDRNOTAVAIL = 99;
    /// Network is down.
    public static final int ENETDOWN = 100;
    /// Network is unreachable.
    public static final int ENETUNREACH = 101;
    /// Network dropped connection on reset.
    public static final int ENETRESET = 102;
    /// Software caused connection abort.
    public static final int ECONNABORTED = 103;
    /// Connection reset by peer.
    public static final int ECONNRESET = 104;
    /// No buffer space available.
    public static final int ENOBUFS = 105;
    /// Transport endpoint is already connected.
    public static final int EISCONN = 106;
    /// Transport endpoint is not connected.
    public static final int ENOTCONN = 107;
    /// Cannot send after transport endpoint shutdown.
    public static final int ESHUTDOWN = 108;
    /// Too many references: cannot splice.
    public static final int ETOOMANYREFS = 109;
    /// Connection timed out.
    public static final int ETIMEDOUT = 110;
    /// Connection refused.
    public static final int ECONNREFUSED = 111;
    /// Host is down.
    public static final int EHOSTDOWN = 112;
    /// No route to host.
    public static final int EHOSTUNREACH = 113;
    /// Operation already in progress.
    public static final int EALREADY = 114;
    /// Operation now in progress.
    public static final int EINPROGRESS = 115;
    /// Stale file handle.
    public static final int ESTALE = 116;
    /// Structure needs cleaning.
    public static final int EUCLEAN = 117;
    /// Not a XENIX named type file.
    public static final int ENOTNAM = 118;
    /// No XENIX semaphores available.
    public static final int ENAVAIL = 119;
    /// Is a named type file.
    public static final int EISNAM = 120;
    /// Remote I/O error.
    public static final int EREMOTEIO = 121;
    /// Disk quota exceeded.
    public static final int EDQUOT = 122;
    /// No medium found.
    public static final int ENOMEDIUM = 123;
    /// Wrong medium type.
    public static final int EMEDIUMTYPE = 124;
    /// Operation canceled.
    public static final int ECANCELED = 125;
    /// Required key not available.
    public static final int ENOKEY = 126;
    /// Key has expired.
    public static final int EKEYEXPIRED = 127;
    /// Key has been revoked.
    public static final int EKEYREVOKED = 128;
    /// Key was rejected by service.
    public static final int EKEYREJECTED = 129;
    /// Owner died.
    public static final int EOWNERDEAD = 130;
    /// State not recoverable.
    public static final int ENOTRECOVERABLE = 131;
    /// Operation not possible due to RF-kill.
    public static final int ERFKILL = 132;
    /// Memory page has hardware error.
    public static final int EHWPOISON = 133;
    /// The name that sockets use for [#EAGAIN].
    public static final int EWOULDBLOCK = EAGAIN;

    // Index is the number: "NAME text".
    private static final String[] TABLE = new String[EHWPOISON + 1];

    static {
        TABLE[EPERM] = "EPERM Operation not permitted";
        TABLE[ENOENT] = "ENOENT No such file or directory";
        TABLE[ESRCH] = "ESRCH No such process";
        TABLE[EINTR] = "EINTR Interrupted system call";
        TABLE[EIO] = "EIO Input/output error";
        TABLE[ENXIO] = "ENXIO No such device or address";
        TABLE[E2BIG] = "E2BIG Argument list too long";
        TABLE[ENOEXEC] = "ENOEXEC Exec format error";
        TABLE[EBADF] = "EBADF Bad file descriptor";
        TABLE[ECHILD] = "ECHILD No child processes";
        TABLE[EAGAIN] = "EAGAIN Resource temporarily unavailable";
        TABLE[ENOMEM] = "ENOMEM Cannot allocate memory";
        TABLE[EACCES] = "EACCES Permission denied";
        TABLE[EFAULT] = "EFAULT Bad address";
        TABLE[ENOTBLK] = "ENOTBLK Block device required";
        TABLE[EBUSY] = "EBUSY Device or resource busy";
        TABLE[EEXIST] = "EEXIST File exists";
        TABLE[EXDEV] = "EXDEV Invalid cross-device link";
        TABLE[ENODEV] = "ENODEV No such device";
        TABLE[ENOTDIR] = "ENOTDIR Not a directory";
        TABLE[EISDIR] = "EISDIR Is a directory";
        TABLE[EINVAL] = "EINVAL Invalid argument";
        TABLE[ENFILE] = "ENFILE Too many open files in system";
        TABLE[EMFILE] = "EMFILE Too many open files";
        TABLE[ENOTTY] = "ENOTTY Inappropriate ioctl for device";
        TABLE[ETXTBSY] = "ETXTBSY Text file busy";
        TABLE[EFBIG] = "EFBIG File too large";
        TABLE[ENOSPC] = "ENOSPC No space left on device";
        TABLE[ESPIPE] = "ESPIPE Illegal seek";
        TABLE[EROFS] = "EROFS Read-only file system";
        TABLE[EMLINK] = "EMLINK Too many links";
        TABLE[EPIPE] = "EPIPE Broken pipe";
        TABLE[EDOM] = "EDOM Numerical argument out of domain";
        TABLE[ERANGE] = "ERANGE Numerical result out of range";
        TABLE[EDEADLK] = "EDEADLK Resource deadlock avoided";
        TABLE[ENAMETOOLONG] = "ENAMETOOLONG File name too long";
        TABLE[ENOLCK] = "ENOLCK No locks available";
        TABLE[ENOSYS] = "ENOSYS Function not implemented";
        TABLE[ENOTEMPTY] = "ENOTEMPTY Directory not empty";
        TABLE[ELOOP] = "ELOOP Too many levels of symbolic links";
        TABLE[ENOMSG] = "ENOMSG No message of desired type";
        TABLE[EIDRM] = "EIDRM Identifier removed";
        TABLE[ECHRNG] = "ECHRNG Channel number out of range";
        TABLE[EL2NSYNC] = "EL2NSYNC Level 2 not synchronized";
        TABLE[EL3HLT] = "EL3HLT Level 3 halted";
        TABLE[EL3RST] = "EL3RST Level 3 reset";
        TABLE[ELNRNG] = "ELNRNG Link number out of range";
        TABLE[EUNATCH] = "EUNATCH Protocol driver not attached";
        TABLE[ENOCSI] = "ENOCSI No CSI structure available";
        TABLE[EL2HLT] = "EL2HLT Level 2 halted";
        TABLE[EBADE] = "EBADE Invalid exchange";
        TABLE[EBADR] = "EBADR Invalid request descriptor";
        TABLE[EXFULL] = "EXFULL Exchange full";
        TABLE[ENOANO] = "ENOANO No anode";
        TABLE[EBADRQC] = "EBADRQC Invalid request code";
        TABLE[EBADSLT] = "EBADSLT Invalid slot";
        TABLE[EBFONT] = "EBFONT Bad font file format";
        TABLE[ENOSTR] = "ENOSTR Device not a stream";
        TABLE[ENODATA] = "ENODATA No data available";
        TABLE[ETIME] = "ETIME Timer expired";
        TABLE[ENOSR] = "ENOSR Out of streams resources";
        TABLE[ENONET] = "ENONET Machine is not on the network";
        TABLE[ENOPKG] = "ENOPKG Package not installed";
        TABLE[EREMOTE] = "EREMOTE Object is remote";
        TABLE[ENOLINK] = "ENOLINK Link has been severed";
        TABLE[EADV] = "EADV Advertise error";
        TABLE[ESRMNT] = "ESRMNT Srmount error";
        TABLE[ECOMM] = "ECOMM Communication error on send";
        TABLE[EPROTO] = "EPROTO Protocol error";
        TABLE[EMULTIHOP] = "EMULTIHOP Multihop attempted";
        TABLE[EDOTDOT] = "EDOTDOT RFS specific error";
        TABLE[EBADMSG] = "EBADMSG Bad message";
        TABLE[EOVERFLOW] = "EOVERFLOW Value too large for defined data type";
        TABLE[ENOTUNIQ] = "ENOTUNIQ Name not unique on network";
        TABLE[EBADFD] = "EBADFD File descriptor in bad state";
        TABLE[EREMCHG] = "EREMCHG Remote address changed";
        TABLE[ELIBACC] = "ELIBACC Can not access a needed shared library";
        TABLE[ELIBBAD] = "ELIBBAD Accessing a corrupted shared library";
        TABLE[ELIBSCN] = "ELIBSCN .lib section in a.out corrupted";
        TABLE[ELIBMAX] = "ELIBMAX Attempting to link in too many shared libraries";
        TABLE[ELIBEXEC] = "ELIBEXEC Cannot exec a shared library directly";
        TABLE[EILSEQ] = "EILSEQ Invalid or incomplete multibyte or wide character";
        TABLE[ERESTART] = "ERESTART Interrupted system call should be restarted";
        TABLE[ESTRPIPE] = "ESTRPIPE Streams pipe error";
        TABLE[EUSERS] = "EUSERS Too many users";
        TABLE[ENOTSOCK] = "ENOTSOCK Socket operation on non-socket";
        TABLE[EDESTADDRREQ] = "EDESTADDRREQ Destination address required";
        TABLE[EMSGSIZE] = "EMSGSIZE Message too long";
        TABLE[EPROTOTYPE] = "EPROTOTYPE Protocol wrong type for socket";
        TABLE[ENOPROTOOPT] = "ENOPROTOOPT Protocol not available";
        TABLE[EPROTONOSUPPORT] = "EPROTONOSUPPORT Protocol not supported";
        TABLE[ESOCKTNOSUPPORT] = "ESOCKTNOSUPPORT Socket type not supported";
        TABLE[EOPNOTSUPP] = "ENOTSUP Operation not supported";
        TABLE[EPFNOSUPPORT] = "EPFNOSUPPORT Protocol family not supported";
        TABLE[EAFNOSUPPORT] = "EAFNOSUPPORT Address family not supported by protocol";
        TABLE[EADDRINUSE] = "EADDRINUSE Address already in use";
        TABLE[EADDRNOTAVAIL] = "EADDRNOTAVAIL Cannot assign requested address";
        TABLE[ENETDOWN] = "ENETDOWN Network is down";
        TABLE[ENETUNREACH] = "ENETUNREACH Network is unreachable";
        TABLE[ENETRESET] = "ENETRESET Network dropped connection on reset";
        TABLE[ECONNABORTED] = "ECONNABORTED Software caused connection abort";
        TABLE[ECONNRESET] = "ECONNRESET Connection reset by peer";
        TABLE[ENOBUFS] = "ENOBUFS No buffer space available";
        TABLE[EISCONN] = "EISCONN Transport endpoint is already connected";
        TABLE[ENOTCONN] = "ENOTCONN Transport endpoint is not connected";
        TABLE[ESHUTDOWN] = "ESHUTDOWN Cannot send after transport endpoint shutdown";
        TABLE[ETOOMANYREFS] = "ETOOMANYREFS Too many references: cannot splice";
        TABLE[ETIMEDOUT] = "ETIMEDOUT Connection timed out";
        TABLE[ECONNREFUSED] = "ECONNREFUSED Connection refused";
        TABLE[EHOSTDOWN] = "EHOSTDOWN Host is down";
        TABLE[EHOSTUNREACH] = "EHOSTUNREACH No route to host";
        TABLE[EALREADY] = "EALREADY Operation already in progress";
        TABLE[EINPROGRESS] = "EINPROGRESS Operation now in progress";
        TABLE[ESTALE] = "ESTALE Stale file handle";
        TABLE[EUCLEAN] = "EUCLEAN Structure needs cleaning";
        TABLE[ENOTNAM] = "ENOTNAM Not a XENIX named type file";
        TABLE[ENAVAIL] = "ENAVAIL No XENIX semaphores available";
        TABLE[EISNAM] = "EISNAM Is a named type file";
        TABLE[EREMOTEIO] = "EREMOTEIO Remote I/O error";
        TABLE[EDQUOT] = "EDQUOT Disk quota exceeded";
        TABLE[ENOMEDIUM] = "ENOMEDIUM No medium found";
        TABLE[EMEDIUMTYPE] = "EMEDIUMTYPE Wrong medium type";
        TABLE[ECANCELED] = "ECANCELED Operation canceled";
        TABLE[ENOKEY] = "ENOKEY Required key not available";
        TABLE[EKEYEXPIRED] = "EKEYEXPIRED Key has expired";
        TABLE[EKEYREVOKED] = "EKEYREVOKED Key has been revoked";
        TABLE[EKEYREJECTED] = "EKEYREJECTED Key was rejected by service";
        TABLE[EOWNERDEAD] = "EOWNERDEAD Owner died";
        TABLE[ENOTRECOVERABLE] = "ENOTRECOVERABLE State not recoverable";
        TABLE[ERFKILL] = "ERFKILL Operation not possible due to RF-kill";
        TABLE[EHWPOISON] = "EHWPOISON Memory page has hardware error";
    }

    private Errno() {
    }

    /// {@return the name of an error number, as `EBUSY`; `errno 999` for one that is not known}
    public static String name(final int errno) {
        final String entry = entry(errno);
        return entry == null ? "errno " + errno : entry.substring(0, entry.indexOf(' '));
    }

    /// {@return what strerror(3) says for an error number in the C locale}
    public static String text(final int errno) {
        final String entry = entry(errno);
        return entry == null ? "Unknown error " + errno : entry.substring(entry.indexOf(' ') + 1);
    }

    private static String entry(final int errno) {
        return errno > 0 && errno < TABLE.length ? TABLE[errno] : null;
    }
}
