// SPDX-License-Identifier: GPL-2.0-only
/* Tests how child processes start and end, and that they leave nothing behind. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "run_child.h"
#include "scratch.h"
#include "wait_for.h"

static void test_ends(void **state)
{
	static const struct {
		const char *script;
		enum child_end end;
		int status;
	} rows[] = {
		{ "exit 0", CHILD_EXITED, 0 },
		{ "exit 3", CHILD_EXITED, 3 },
		{ "kill -KILL $$", CHILD_KILLED, SIGKILL },
		{ "kill -SEGV $$", CHILD_KILLED, SIGSEGV },
		{ "kill -INT $$", CHILD_KILLED, SIGINT },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct child_spec spec = plain;
		struct error err = ERROR_INIT;
		struct child_result result;

		spec.argv = SHELL(rows[i].script);
		spec.timeout_ns = 60 * NS_PER_S;
		assert_int_equal(run(&spec, &result, &err), 0);
		assert_int_equal(result.end, rows[i].end);
		assert_int_equal(result.status, rows[i].status);
		assert_no_error(&err);
	}
}

static void test_times(void **state)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	(void)state;
	spec.argv = (const char *const[]){ "sleep", "0.2", NULL };
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_true(result.wall_ns >= 200 * NS_PER_MS);
	assert_true(result.user_ns + result.system_ns < result.wall_ns);
	/* CPU time of the child's own children counts, too. */
	spec.argv = SHELL("sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done'; :");
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_true(result.user_ns + result.system_ns > 10 * NS_PER_MS);
}

static void test_nothing_runs_before_the_gate_opens(void **state)
{
	_cleanup_free_ char *path = xstrdup(scratch_path("ran"));
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	struct child child;

	(void)state;
	spec.argv = (const char *const[]){ "touch", path, NULL };
	assert_int_equal(child_start(&child, &spec, &err), 0);
	assert_true(wait_for(process_waits, child.pid));
	assert_false(file_exists(path));
	assert_int_equal(child_run(&child, &result, &err), 0);
	assert_true(file_exists(path));
}

static void test_abandon(void **state)
{
	_cleanup_free_ char *path = xstrdup(scratch_path("abandoned"));
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child child;
	pid_t pid;

	(void)state;
	spec.argv = (const char *const[]){ "touch", path, NULL };
	assert_int_equal(child_start(&child, &spec, &err), 0);
	pid = child.pid;
	child_abandon(&child);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_false(file_exists(path));
	child_abandon(&child);
}

static void test_killed_at_the_gate(void **state)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	struct child child;
	siginfo_t info;

	(void)state;
	spec.argv = (const char *const[]){ "true", NULL };
	assert_int_equal(child_start(&child, &spec, &err), 0);
	kill(child.pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(child_run(&child, &result, &err), 0);
	assert_int_equal(result.end, CHILD_KILLED);
	assert_int_equal(result.status, SIGKILL);
}

static void test_what_cannot_be_run(void **state)
{
	static const struct {
		const char *program, *folder, *error;
	} rows[] = {
		{ "exitbench-no-such-program", NULL, "cannot run the program: No such file" },
		{ "/dev/null", NULL, "cannot run the program: Permission denied" },
		{ "%s/no-interpreter", NULL, "cannot run the program: No such file" },
		{ "true", "/nonexistent", "cannot run the program: No such file" },
	};
	_cleanup_free_ char *path = xstrdup(getenv("PATH"));

	(void)state;
	/* Of other folders libc might say that they may not be searched. */
	setenv("PATH", "/usr/bin:/bin", 1);
	chmod(scratch_write("no-interpreter", "#!/nonexistent\n", 15), 0755);
	for (size_t i = 0; i < N(rows); i++) {
		struct child_spec spec = plain;
		struct error err = ERROR_INIT;
		struct child_result result;
		char program[512];

		scratch_format(program, sizeof(program), rows[i].program);
		spec.argv = (const char *const[]){ program, NULL };
		spec.folder = rows[i].folder;
		assert_int_equal(run(&spec, &result, &err), 1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
	}
	setenv("PATH", path, 1);
}

static void test_folder_and_files(void **state)
{
	int out = open(scratch_path("out"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int messages = open(scratch_path("messages"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	char text[512], expected[512];
	ssize_t n;

	(void)state;
	assert_true(out >= 0 && messages >= 0);
	spec.argv = SHELL("pwd; cat; echo talk >&2");
	spec.folder = scratch_folder;
	spec.out_fd = out;
	spec.err_fd = messages;
	assert_int_equal(run(&spec, &result, &err), 0);
	n = pread(out, text, sizeof(text) - 1, 0);
	assert_true(n > 0);
	text[n] = '\0';
	scratch_format(expected, sizeof(expected), "%s\n");
	assert_string_equal(text, expected);
	n = pread(messages, text, sizeof(text) - 1, 0);
	assert_int_equal(n, 5);
	close(out);
	close(messages);
}

static size_t n_open_files(void)
{
	size_t n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* Neither in us nor in the child does a descriptor stay open. */
static void test_no_descriptor_leaks(void **state)
{
	static const char *const scripts[] = { "exit 0", "exec nosuchprogram", "kill -9 $$" };
	size_t before = n_open_files();
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	struct child child;

	(void)state;
	for (size_t i = 0; i < N(scripts); i++) {
		spec.argv = SHELL(scripts[i]);
		spec.err_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
		run(&spec, &result, &err);
		close(spec.err_fd);
	}
	spec = plain;
	spec.argv = (const char *const[]){ "nosuchprogram", NULL };
	run(&spec, &result, &err);
	assert_int_equal(child_start(&child, &spec, &err), 0);
	child_abandon(&child);
	assert_int_equal(n_open_files(), before);
	spec.argv =
		SHELL("[ ! -e /proc/self/fd/3 ] || [ \"$(readlink /proc/self/fd/3)\" = /dev/null ]"
		      " || ! readlink /proc/self/fd/3 | grep -E 'socket|pipe|anon'");
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 0);
}

static void test_time_limit(void **state)
{
	static const struct {
		const char *script;
		uint64_t least_ms;
	} rows[] = {
		{ "sleep 60", 0 },
		/* Deaf to SIGTERM: killed after the grace of 3 s. */
		{ "trap '' TERM; sleep 60 & while :; do wait; done", 3000 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct child_spec spec = plain;
		struct error err = ERROR_INIT;
		struct child_result result;
		uint64_t start = clock_ns();

		spec.argv = SHELL(rows[i].script);
		spec.timeout_ns = NS_PER_S;
		assert_int_equal(run(&spec, &result, &err), 0);
		assert_int_equal(result.end, CHILD_TIMED_OUT);
		assert_true(result.wall_ns >= spec.timeout_ns);
		assert_true(clock_ns() - start >= rows[i].least_ms * NS_PER_MS);
		assert_true(clock_ns() - start < 30 * NS_PER_S);
	}
}

/* SIGTERM comes first, so that a tool can put its things in order. */
static void test_time_limit_is_polite(void **state)
{
	_cleanup_free_ char *path = xstrdup(scratch_path("in-order"));
	_cleanup_free_ char *script =
		xasprintf("trap 'touch %s; exit' TERM; sleep 60 & wait", path);
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	(void)state;
	spec.argv = SHELL(script);
	spec.timeout_ns = NS_PER_S;
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.end, CHILD_TIMED_OUT);
	assert_true(file_exists(path));
}

/* Grandchildren end with the child, however it ends. */
static void test_group_is_cleaned_up(void **state)
{
	static const struct {
		const char *script;
		uint64_t timeout_ns;
	} rows[] = {
		{ "sleep 60 & echo $!", 0 },
		{ "trap '' TERM; sleep 60 & echo $!; wait; wait", NS_PER_S },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		int out = open(scratch_path("pid"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		struct child_spec spec = plain;
		struct error err = ERROR_INIT;
		struct child_result result;
		char text[32] = "";

		spec.argv = SHELL(rows[i].script);
		spec.out_fd = out;
		spec.timeout_ns = rows[i].timeout_ns;
		assert_int_equal(run(&spec, &result, &err), 0);
		assert_true(pread(out, text, sizeof(text) - 1, 0) > 1);
		assert_true(wait_for(process_has_ended, (pid_t)atoi(text)));
		close(out);
	}
}

/* In the foreground it stays in our group, and so gets the terminal's signals. */
static void test_foreground(void **state)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	char script[128];

	(void)state;
	spec.argv = SHELL(script);
	/* The fifth field of stat is the process group. */
	snprintf(script, sizeof(script), "read -r _ _ _ _ g _ </proc/self/stat; [ $g = %d ]",
		 (int)getpgrp());
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 1);
	spec.foreground = true;
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 0);
}

/* Ignored by whoever started us, the ends of children would be lost. */
static bool child_end_is_known_though_ignored(void)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	signal(SIGCHLD, SIG_IGN);
	spec.argv = SHELL("exit 3");
	return !run(&spec, &result, &err) && result.end == CHILD_EXITED && result.status == 3;
}

/* Somebody else took the child's end away: that is an error, and no made-up status. */
static bool lost_end_is_an_error(void)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	struct child child;

	spec.argv = SHELL("exit 3");
	if (child_start(&child, &spec, &err))
		return false;
	kill(child.pid, SIGKILL);
	waitpid(child.pid, NULL, 0);
	return child_run(&child, &result, &err) == -1 && result.status == 0 &&
	       strstr(err.text, "cannot find out how the child process ended: No child processes");
}

/* A tool's alarm must reach it, whatever we are deaf to. */
static bool child_is_born_with_sound_signals(void)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	sigset_t mask;

	/* What a shell makes its background jobs ignore is the user's own wish, and stays. */
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGALRM, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&mask);
	sigaddset(&mask, SIGALRM);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	if (process_settle(&err))
		return false;
	/* Signals 32 and 33 are the C library's own; make has its children ignore them. */
	spec.argv = SHELL("grep -Eq '^SigBlk:.0*$' /proc/self/status && "
			  "grep -Eq '^SigIgn:.0{7}[01][08]0{7}$' /proc/self/status");
	return !run(&spec, &result, &err) && !result.status;
}

static void test_inherited_signals(void **state)
{
	(void)state;
	assert_in_process("SIGCHLD ignored", child_end_is_known_though_ignored);
	assert_in_process("a lost end", lost_end_is_an_error);
	assert_in_process("sound signals", child_is_born_with_sound_signals);
}

/* What somebody left open to us is no tool's business, but may be a user's command's. */
static void test_inherited_descriptors(void **state)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	int fd = open("/dev/null", O_RDONLY); /* not closed by exec */
	char script[64];

	(void)state;
	snprintf(script, sizeof(script), "[ -e /proc/$$/fd/%d ]", fd);
	spec.argv = SHELL(script);
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 1);
	spec.foreground = true;
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 0);
	close(fd);
}

/* Starts a daemon as daemons do: in a session of its own, its parent gone. It writes its number. */
/* It ends once the daemon bears its own name, which it does not have until it is executed. */
#define DAEMON \
	"setsid sh -c 'sleep 60 & echo $!; until grep -q sleep /proc/$!/comm; do :; done' & wait"

static pid_t written_pid(int fd)
{
	char text[32] = "";

	assert_true(pread(fd, text, sizeof(text) - 1, 0) > 1);
	assert_int_equal(ftruncate(fd, 0), 0);
	return (pid_t)atoi(text);
}

static void test_daemon_is_ended_and_told(void **state)
{
	int out = open(scratch_path("daemon"), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
		       0600);
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;
	pid_t daemon;

	(void)state;
	spec.argv = SHELL(DAEMON);
	spec.out_fd = out;
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 0);
	assert_string_equal(result.left, "sleep");
	assert_int_equal(kill(written_pid(out), 0), -1);
	/* A command of the user's own may start one on purpose: told, and left alone. */
	spec.foreground = true;
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_string_equal(result.left, "sleep");
	daemon = written_pid(out);
	assert_int_equal(kill(daemon, 0), 0);
	/* It was there before, so it is not the next one's. */
	spec.foreground = false;
	spec.argv = SHELL("exit 0");
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_string_equal(result.left, "");
	assert_int_equal(kill(daemon, 0), 0);
	kill(daemon, SIGKILL);
	assert_int_equal(waitpid(daemon, NULL, 0), daemon);
	close(out);
}

/* Orphans that end by themselves are collected and not worth a word. */
static void test_orphans(void **state)
{
	struct child_spec spec = plain;
	struct error err = ERROR_INIT;
	struct child_result result;

	(void)state;
	/* Only the shell itself is left, within ten seconds. */
	spec.argv = SHELL("for i in 1 2 3; do sh -c 'true &'; done; for i in $(seq 200); do "
			  "[ $(ps -o pid= --ppid $PPID | wc -l) -gt 1 ] || exit 0; sleep 0.05; "
			  "done; exit 1");
	assert_int_equal(run(&spec, &result, &err), 0);
	assert_int_equal(result.status, 0);
	assert_string_equal(result.left, "");
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(child_end_name(CHILD_EXITED), "exited");
	assert_string_equal(child_end_name(CHILD_KILLED), "killed");
	assert_string_equal(child_end_name(CHILD_TIMED_OUT), "timed-out");
	assert_string_equal(child_end_name(CHILD_INTERRUPTED), "interrupted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_nothing_runs_before_the_gate_opens),
		cmocka_unit_test(test_abandon),
		cmocka_unit_test(test_killed_at_the_gate),
		cmocka_unit_test(test_what_cannot_be_run),
		cmocka_unit_test(test_folder_and_files),
		cmocka_unit_test(test_no_descriptor_leaks),
		cmocka_unit_test(test_time_limit),
		cmocka_unit_test(test_time_limit_is_polite),
		cmocka_unit_test(test_group_is_cleaned_up),
		cmocka_unit_test(test_foreground),
		cmocka_unit_test(test_inherited_signals),
		cmocka_unit_test(test_inherited_descriptors),
		cmocka_unit_test(test_daemon_is_ended_and_told),
		cmocka_unit_test(test_orphans),
		cmocka_unit_test(test_names),
	};

	signals_as_usual();
	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
