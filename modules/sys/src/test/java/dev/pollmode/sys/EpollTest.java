package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpollTest {
    @Test
    void bringsTheDataOfEveryReadyDescriptor() {
        try (Epoll epoll = Epoll.create(8); EventFd a = EventFd.create(); EventFd b = EventFd.create(); EventFd idle = EventFd.create()) {
            epoll.add(a.fd().number(), Epoll.EPOLLIN, Long.MIN_VALUE + 1);
            epoll.add(b.fd().number(), Epoll.EPOLLIN, 0x0102030405060708L);
            epoll.add(idle.fd().number(), Epoll.EPOLLIN, 3);
            assertThat(epoll.await(0)).isZero();
            a.signal();
            b.signal();
            assertThat(epoll.await(1000)).isEqualTo(2);
            assertThat(Set.of(epoll.data(0), epoll.data(1))).containsExactlyInAnyOrder(Long.MIN_VALUE + 1, 0x0102030405060708L);
            assertThat(epoll.events(0)).isEqualTo(Epoll.EPOLLIN);
            assertThat(epoll.events(1)).isEqualTo(Epoll.EPOLLIN);
        }
    }

    @Test
    void oneCallBringsNoMoreThanItsCapacity() {
        try (Epoll epoll = Epoll.create(1); EventFd a = EventFd.create(); EventFd b = EventFd.create()) {
            epoll.add(a.fd().number(), Epoll.EPOLLIN, 1);
            epoll.add(b.fd().number(), Epoll.EPOLLIN, 2);
            a.signal();
            b.signal();
            final Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 2; i++) {
                assertThat(epoll.await(1000)).isEqualTo(1);
                seen.add(epoll.data(0));
            }
            assertThat(seen).containsExactlyInAnyOrder(1L, 2L);
            assertThatThrownBy(() -> epoll.data(1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void interestIsChangedAndRemoved() {
        try (Epoll epoll = Epoll.create(4); EventFd event = EventFd.create()) {
            final int fd = event.fd().number();
            event.signal();
            epoll.add(fd, 0, 1);
            assertThat(epoll.await(0)).isZero();
            epoll.modify(fd, Epoll.EPOLLIN | Epoll.EPOLLOUT, 2);
            assertThat(epoll.await(0)).isEqualTo(1);
            assertThat(epoll.events(0)).isEqualTo(Epoll.EPOLLIN | Epoll.EPOLLOUT);
            assertThat(epoll.data(0)).isEqualTo(2);
            epoll.remove(fd);
            assertThat(epoll.await(0)).isZero();
        }
    }

    @Test
    void edgesAreToldOnce() {
        try (Epoll epoll = Epoll.create(4); EventFd event = EventFd.create()) {
            epoll.add(event.fd().number(), Epoll.EPOLLIN | Epoll.EPOLLET, 1);
            event.signal();
            assertThat(epoll.await(0)).isEqualTo(1);
            assertThat(epoll.await(0)).isZero();
            event.signal();
            assertThat(epoll.await(0)).isEqualTo(1);
        }
    }

    @Test
    void mistakesAreNamed() {
        final int before = OpenFds.count();
        try (Epoll epoll = Epoll.create(4); EventFd event = EventFd.create()) {
            final int fd = event.fd().number();
            assertThatThrownBy(() -> epoll.remove(fd)).isInstanceOf(SysException.class)
                .hasMessageStartingWith("epoll_ctl(EPOLL_CTL_DEL, fd " + fd + "): ENOENT");
            epoll.add(fd, Epoll.EPOLLIN, 1);
            assertThatThrownBy(() -> epoll.add(fd, Epoll.EPOLLIN, 1)).isInstanceOf(SysException.class).hasMessageContaining("EEXIST");
        }
        assertThatThrownBy(() -> Epoll.create(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(OpenFds.count()).isEqualTo(before);
    }

    @Test
    void closingTwiceIsFine() {
        final Epoll epoll = Epoll.create(1);
        epoll.close();
        epoll.close();
        assertThatThrownBy(() -> epoll.await(0)).isInstanceOf(IllegalStateException.class);
    }
}
