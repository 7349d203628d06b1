# SPDX-License-Identifier: GPL-2.0-only
# Installing the program, and what a host needs for it, and making Debian packages of both.

PREFIX ?= /usr/local
# What is removed is named by these, so a space in them would name other folders.
ifneq ($(words x$(DESTDIR)x$(PREFIX)x),1)
$(error DESTDIR and PREFIX must have no spaces in them)
endif
BINDIR := $(DESTDIR)$(PREFIX)/bin
SBINDIR := $(DESTDIR)$(PREFIX)/sbin
SHARE := $(DESTDIR)$(PREFIX)/share
# What DKMS builds lies there, whatever PREFIX is.
HOST_SOURCE := /usr/src/exit-stats-$(VERSION)
MODPROBE_CONF := $(DESTDIR)/usr/lib/modprobe.d/zz-exit-stats-dkms.conf
HOST_PARTS := modules/build modules/exit-stats-host modules/keep-stock tools/apply \
	$(filter-out %/cover.txt,$(patsubst kernel-patch/%,%,$(wildcard kernel-patch/linux-*/*)))

INSTALLED := $(BINDIR)/exitbench $(SHARE)/man/man1/exitbench.1 $(SHARE)/exitbench \
	$(SHARE)/bash-completion/completions/exitbench $(SHARE)/zsh/vendor-completions/_exitbench \
	$(SHARE)/fish/vendor_completions.d/exitbench.fish
HOST_INSTALLED := $(SBINDIR)/exit-stats-host $(SHARE)/man/man8/exit-stats-host.8 $(DESTDIR)$(HOST_SOURCE) \
	$(MODPROBE_CONF)

.PHONY: install uninstall install-host uninstall-host deb
# The program finds workloads and templates in ../share/exitbench, seen from its own folder.
install: all
	install -D -m 755 $(BUILD)/exitbench $(BINDIR)/exitbench
	install -D -m 644 harness/man/exitbench.1 $(SHARE)/man/man1/exitbench.1
	install -D -m 644 harness/completion/exitbench.bash $(SHARE)/bash-completion/completions/exitbench
	install -D -m 644 harness/completion/exitbench.zsh $(SHARE)/zsh/vendor-completions/_exitbench
	install -D -m 644 harness/completion/exitbench.fish $(SHARE)/fish/vendor_completions.d/exitbench.fish
	rm -rf $(SHARE)/exitbench
	for file in $$(find workloads plot -type f ! -name '*.md'); do \
		install -D -m 644 "$$file" "$(SHARE)/exitbench/$$file" || exit; \
	done

uninstall:
	rm -rf $(INSTALLED)

# The same source that the packages have: 'dkms install exit-stats/VERSION' then builds the modules.
install-host:
	rm -rf $(DESTDIR)$(HOST_SOURCE)
	for file in $(HOST_PARTS); do \
		mode=644; [ ! -x "kernel-patch/$$file" ] || mode=755; \
		install -D -m "$$mode" "kernel-patch/$$file" "$(DESTDIR)$(HOST_SOURCE)/$$file" || exit; \
	done
	sed 's/@VERSION@/$(VERSION)/' kernel-patch/modules/dkms.conf.in >$(DESTDIR)$(HOST_SOURCE)/dkms.conf
	install -d $(SBINDIR)
	ln -sf $(HOST_SOURCE)/modules/exit-stats-host $(SBINDIR)/exit-stats-host
	install -d $(dir $(MODPROBE_CONF))
	sed 's,@HOST@,$(HOST_SOURCE)/modules/exit-stats-host,g' kernel-patch/modules/modprobe.conf.in >$(MODPROBE_CONF)
	install -D -m 644 kernel-patch/modules/exit-stats-host.8 $(SHARE)/man/man8/exit-stats-host.8

# Without its source DKMS would leave modules that nothing takes away.
uninstall-host:
	@[ -n "$(DESTDIR)" ] || [ ! -e /var/lib/dkms/exit-stats ] || \
		{ echo 'DKMS still has the modules; first: dkms remove exit-stats/$(VERSION) --all' >&2; exit 1; }
	rm -rf $(HOST_INSTALLED) $(DESTDIR)/var/cache/exit-stats-dkms

# dpkg-buildpackage wants its folder at the top, and writes beside the source: so it gets a copy.
DEB := $(BUILD)/deb
deb: DEPS := deb
deb: deps
	rm -rf $(DEB)
	mkdir -p $(DEB)/exitbench-$(VERSION)
	tar -cf - --exclude=./build --exclude=./results --exclude=./.git . | tar -xf - -C $(DEB)/exitbench-$(VERSION)
	mv $(DEB)/exitbench-$(VERSION)/harness/debian $(DEB)/exitbench-$(VERSION)/debian
	cd $(DEB)/exitbench-$(VERSION) && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -us -uc -b >../build.log 2>&1 || \
		{ tail -n 30 ../build.log >&2; exit 1; }
	lintian --fail-on error,warning --tag-display-limit 0 $(DEB)/*.changes
	rm -rf $(DEB)/exitbench-$(VERSION)
	@echo 'packages: '$(DEB)/*.deb
