#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-only
#
# Computes what exitbench shows of results a second time, by code that shares nothing with it but
# the lists of exit reasons, from nothing but the raw counters of each repeat, and compares.
#
# usage: recompute.pl EXITBENCH show RESULT [OPTION...]
#        recompute.pl EXITBENCH compare BASE NEW [OPTION...]
#
# Options are exitbench's (--net-idle, --per-vcpu, --per=WAY, --time, --all, --totals). Prints how many values
# were compared, and each that differs; exit status 1 if any does.
use strict;
use warnings;
use FindBin;
use JSON::PP;
use List::Util qw(sum0 min max first);
require "$FindBin::Bin/recompute-summary.pl";
require "$FindBin::Bin/recompute-verdict.pl";

my ($exitbench, $verb, @arguments) = @ARGV;
my %option = map { $_ => 1 } grep { /^--/ } @arguments;
my @names = grep { !/^--/ } @arguments;
my ($compared, $different) = (0, 0);

# ---- The lists of reasons: numbers, names, classes

my %reasons;
for my $isa (qw(vmx svm)) {
	my $path = "$FindBin::Bin/../../src/reasons/$isa.def";
	open my $in, '<', $path or die "$path: $!\n";
	local $/;
	my $text = <$in>;
	while ($text =~ /^REASON\((\w+), "([^"]*)", "([^"]*)", (\w+),/mg) {
		my ($code, $name, $kernel, $class) = ($1, $2, $3, lc $4);
		$code = oct $code if $code =~ /^0/;
		$reasons{$isa}{$code} = { name => $name, kernel => $kernel, class => $class };
	}
	die "$path: too few reasons\n" unless keys %{ $reasons{$isa} } > 50;
}

# A row's key is "other" or the number of a reason; in a comparison of two vendors, a class.
sub label {
	my ($isa, $key) = @_;
	return $key if $key !~ /^\d+$/;
	return $reasons{$isa}{$key}{name} if $reasons{$isa}{$key};
	return $isa eq 'svm' ? sprintf('reason 0x%x', $key) : "reason $key";
}

sub class {
	my ($isa, $key) = @_;
	return $key if $key !~ /^\d+$/;
	return $reasons{$isa}{$key} ? $reasons{$isa}{$key}{class} : 'system';
}

# ---- From raw counters to a window: what happened between two snapshots, net of the reader

# A histogram's bucket b has the times from 2^b cycles up; the first from 0, the last without end.
sub bucket_of {
	my ($cycles) = @_;
	my $b = 0;
	$b++ while $b < 31 && 2**($b + 1) <= $cycles;
	return $b;
}

sub by_slot {
	my ($snapshot, $what) = @_;
	return map { $_->[0] => $_ } @{ $snapshot->{$what} // [] };
}

sub window {
	my ($result, $before, $after, $cost) = @_;
	my $counters = $result->{counters};
	my %from = by_slot($before, 'counters');
	my %to = by_slot($after, 'counters');
	my %detail_from = by_slot($before, 'details');
	my %detail_to = by_slot($after, 'details');
	my $detailed = $before->{details} && $after->{details};
	my $own = $after->{queries} - $before->{queries};
	my $own_code = $counters->{isa} eq 'vmx' ? 10 : 0x72;
	my %window;

	# Bit 2 of the native interface: the host tells which exits went on to the VMM.
	$window{user} = $detailed && $counters->{abi} eq 'native' && $counters->{features} & 4;
	for my $slot (0 .. $#{ $result->{slots} }) {
		my ($code, $other) = @{ $result->{slots}[$slot] };
		my ($was, $is) = ($from{$slot} // [0, 0, 0], $to{$slot} // [0, 0, 0]);
		my ($d_was, $d_is) = ($detail_from{$slot}, $detail_to{$slot});
		my %row = (exits => $is->[1] - $was->[1], cycles => $is->[2] - $was->[2]);

		$row{exits} += 2**32 if $counters->{bits} == 32 && $row{exits} < 0;
		$row{user} = ($d_is->[1] // 0) - ($d_was->[1] // 0);
		$row{user_cycles} = ($d_is->[2] // 0) - ($d_was->[2] // 0);
		$row{buckets} = [map { ($d_is->[3][$_] // 0) - ($d_was->[3][$_] // 0) } 0 .. 31]
			if $d_is->[3] && $d_was->[3];
		if (!$other && $code == $own_code) {
			my $time = $before->{generation} ? $before->{mark_cycles} :
				   $cost                 ? $own * $cost->{cycles} : 0;
			$row{exits} -= $own;
			$row{cycles} = $row{exits} ? max(0, $row{cycles} - $time) : 0;
			$row{buckets}[bucket_of($before->{mark_cycles})]-- if $row{buckets};
		}
		die "counters of slot $slot went backwards\n" if $row{exits} < 0 || $row{cycles} < 0;
		next unless $row{exits};
		$window{rows}{ $other ? 'other' : $code } = \%row;
	}
	return \%window;
}

# A snapshot of a vCPU knows no marks of its own: the reader's exit is that of the vCPU it ran on.
sub windows_of {
	my ($result, $repeat, $cost) = @_;
	my ($before, $after) = @$repeat{qw(before after)};
	my @vcpus;
	for my $i (0 .. $#{ $before->{vcpus} // [] }) {
		my $window = window($result, $before->{vcpus}[$i], $after->{vcpus}[$i], undef);
		$window->{vcpu} = $before->{vcpus}[$i]{vcpu};
		push @vcpus, $window;
	}
	$repeat->{window} = window($result, $before, $after, $cost);
	$repeat->{vcpus} = \@vcpus;
}

sub load {
	my ($name) = @_;
	my $path = -f $name ? $name : "$name/result.json";
	open my $in, '<', $path or die "$path: $!\n";
	local $/;
	my $result = JSON::PP->new->utf8->decode(scalar <$in>);
	for my $owner (@{ $result->{workloads} },
		map { { boot => $_->{boot}, repeats => [$_->{window}] } } @{ $result->{idle}{windows} // [] })
	{
		my $boot = $result->{boots} ? $result->{boots}[$owner->{boot} // 0] : undef;
		my $cost = $boot ? $boot->{read_cost} : $result->{read_cost};
		windows_of($result, $_, $cost) for @{ $owner->{repeats} };
	}
	return $result;
}

# ---- What is shown

my $bounds = sub {
	my ($q) = @_;
	return (
		cycles_p50_below => bound($q->{buckets}, 0.5),
		cycles_p99_below => bound($q->{buckets}, 0.99),
		cycles_max_below => bound($q->{buckets}, 1),
	);
};

# The share of the vCPUs' time of a clock that is told in some repeats.
sub share_of_time {
	my ($result, $run, $ns_of) = @_;
	my $vcpus = $result->{counters}{vcpus};
	return spread(map { ratio($ns_of->($_), $_->{wall_ns} * $vcpus) } grep { $_->{ok} } @{ $run->{repeats} });
}

# Most exits first; of as many the one with the lower number.
sub ordered {
	my ($summary) = @_;
	my $rows = $summary->{rows};
	return sort {
		$rows->{$b}{exits}{median} <=> $rows->{$a}{exits}{median}
			|| ($a eq 'other') <=> ($b eq 'other')
			|| $a <=> $b
	} keys %$rows;
}

sub top {
	my ($isa, $summary, $most) = @_;
	my $all = $summary->{total}{exits}{median} // 0;
	my @top;
	for my $key (ordered($summary)) {
		my $exits = $summary->{rows}{$key}{exits}{median};
		last if @top == $most || !$all || $exits < 0.05 * $all;
		push @top, sprintf('%s %.0f%%', label($isa, $key), 100 * $exits / $all);
	}
	return @top ? join(', ', @top) : undef;
}

# Those that the header names have half of the exits, and none of the others a tenth.
sub as_expected {
	my ($isa, $run, $summary) = @_;
	my $all = $summary->{total}{exits}{median};
	my %expected = map { tr/_/-/r => 1 } map { lc } split /\s*,\s*/, $run->{expects};
	my $share = 0;
	my $surprised = 0;

	return undef unless %expected && $all;
	for my $key (keys %{ $summary->{rows} }) {
		my $part = $summary->{rows}{$key}{exits}{median} / $all;
		my $reason = $key eq 'other' ? undef : $reasons{$isa}{$key};
		if ($reason && ($expected{ $reason->{name} } || $expected{ lc($reason->{kernel}) =~ tr/_/-/r })) {
			$share += $part;
		} elsif ($part >= 0.1) {
			$surprised = 1;
		}
	}
	return $share >= 0.5 && !$surprised ? 'yes' : 'no';
}

sub result_row {
	my ($result, $run, $vcpu) = @_;
	my $isa = $result->{counters}{isa};
	my $summary = summary($result, $run, $vcpu);
	my $total = $summary->{total};
	my @sound = grep { $_->{ok} } @{ $run->{repeats} };
	my %row = (
		workload => $run->{name},
		state => $run->{state},
		repeats => scalar @sound,
		ended_by => $run->{ended_by} // 'fixed',
		precision_percent => precision($run),
		exits_per_second => $total->{per_second}{median},
		exits_spread_percent => half_range($total->{per_second}),
		exits_per_second_min => $total->{per_second}{min},
		exits_per_second_max => $total->{per_second}{max},
		wall_seconds => median(map { seconds($_) } @sound),
		ops => median(grep { $_ > 0 } map { $_->{ops} } @sound),
		exits_per_op => $total->{per_op}{median},
		exits_per_op_spread_percent => half_range($total->{per_op}),
		cycles_per_op => $total->{cycles_per_op}{median},
		cycles_per_op_spread_percent => half_range($total->{cycles_per_op}),
		cycles_per_exit => $total->{cycles_per_exit}{median},
		$bounds->($total),
		tax_percent => percent($total->{tax}),
		idle_percent => percent($summary->{idle}{tax}),
		user_percent => percent($total->{user_share}),
		top_reason => top($isa, $summary, 1),
		top_reasons => top($isa, $summary, 3),
	);
	# What is told of the machine as a whole is not known of a single vCPU.
	return { %row, vcpu => $sound[0]{vcpus}[$vcpu]{vcpu}, map { $_ => undef } qw(steal_percent exitbench_percent speed) }
		if defined $vcpu;
	return {
		%row,
		steal_percent => percent(share_of_time($result, $run, sub { $_[0]{activity} && $_[0]{activity}{steal_ns} })),
		exitbench_percent => percent(share_of_time($result, $run, sub { $_[0]{own_ns} })),
		speed => median(grep { $_ } map { $_->{speed} } @sound),
		as_expected => as_expected($isa, $run, $summary),
		stands_out => stands_out($result, $run),
		once_more => first { $run->{repeats}[$_ - 1]{once_more_for} } 1 .. @{ $run->{repeats} },
	};
}

sub reason_rows {
	my ($result, $run, $vcpu) = @_;
	my $isa = $result->{counters}{isa};
	my $summary = summary($result, $run, $vcpu);
	my @rows;

	for my $key (ordered($summary), 'total') {
		my $q = $key eq 'total' ? $summary->{total} : $summary->{rows}{$key};
		# Of HLT's time nothing was subtracted, so it is no cost of what is left of its exits.
		my $odd = $option{'--net-idle'} && $key ne 'total' && class($isa, $key) eq 'hlt';
		push @rows, {
			vcpu => defined $vcpu ? (parts($run, $vcpu))[0][1]{vcpu} : undef,
			reason => label($isa, $key),
			exits => $q->{exits}{median},
			exits_spread_percent => half_range($q->{exits}),
			exits_min => $q->{exits}{min},
			exits_max => $q->{exits}{max},
			exits_per_second => $q->{per_second}{median},
			exits_per_op => $q->{per_op}{median},
			cycles_per_op => $odd ? undef : $q->{cycles_per_op}{median},
			cycles_per_exit => $odd ? undef : $q->{cycles_per_exit}{median},
			$bounds->($q),
			time_percent => percent($q->{tax}),
			cycles => $q->{cycles}{median},
			user_percent => percent($q->{user_share}),
			user_exits => $q->{user_exits}{median},
			vmm_cycles => $q->{user_cycles}{median},
		};
	}
	return @rows;
}

# ---- What changed

# Rows by class of reason, which Intel's and AMD's processors have in common.
sub merge_classes {
	my ($result) = @_;
	my $isa = $result->{counters}{isa};
	for my $window (map { $_->{window} } map { @{ $_->{repeats} } } @{ $result->{workloads} }) {
		my %merged;
		for my $key (keys %{ $window->{rows} }) {
			my ($row, $sum) = ($window->{rows}{$key}, $merged{ class($isa, $key) } //= {});
			$sum->{$_} += $row->{$_} for qw(exits cycles user user_cycles);
		}
		$window->{rows} = \%merged;
	}
}

# A row of the table for each quantity of a workload's total and of its reasons.
sub comparison_rows {
	my ($base, $new, $quantities) = @_;
	my @compared = judged(map { compared_workloads($base, $new, $_, $quantities) } @{ $base->{workloads} });
	my @rows;

	for my $c (@compared) {
		next unless $option{'--all'} || $c->{verdict} !~ /^(same|small)$/;
		for my $change (@{ $c->{changes} }) {
			my ($x, $y, $total) = (@$change{qw(base new)}, $change->{key} eq 'total');
			next if !$total && $option{'--totals'};
			next if !$total && !$option{'--all'} && $change->{verdict} !~ /^(more|less|appeared|vanished|disagree)$/;
			my ($low, $high) = interval($change);
			push @rows, {
				workload => $c->{name},
				reason => $total ? 'total' : label($base->{isa}, $change->{key}),
				unit => $change->{unit},
				base => $x->{median}, base_min => $x->{min}, base_max => $x->{max}, base_repeats => $x->{n},
				new => $y->{median}, new_min => $y->{min}, new_max => $y->{max}, new_repeats => $y->{n},
				change_percent => $x->{median} ? 100 * ($y->{median} / $x->{median} - 1) : undef,
				shift => median(differences($change)), shift_low => $low, shift_high => $high,
				superiority => $change->{superiority}, p_uncorrected => $change->{alone}, p => $change->{p},
				speed_change_percent => $total ? $c->{speed} : undef,
				pace_change_percent => $total ? $c->{pace} : undef,
				verdict => $change->{verdict} eq 'same' ? '~' : $change->{verdict},
			};
		}
	}
	return @rows;
}

sub compared_workloads {
	my ($base, $new, $run, $quantities) = @_;
	my $other = first { $_->{name} eq $run->{name} } @{ $new->{workloads} } or return;
	my @sides = ([$base, $run], [$new, $other]);
	my @sound = map { scalar grep { $_->{ok} } @{ $_->[1]{repeats} } } @sides;
	return unless $sound[0] && $sound[1];
	return compared(\@sides, $quantities);
}

# ---- What exitbench prints, and whether it is the same

sub output_of {
	my @command = ($exitbench, $verb, @_, grep { /^--/ } @arguments);
	open my $out, '-|', @command or die "$exitbench: $!\n";
	binmode $out, ':encoding(UTF-8)';
	local $/;
	my $text = <$out>;
	close $out or die "@command: status ", $? >> 8, "\n";
	return $text;
}

# A table a paragraph, as lists of rows.
sub csv_tables {
	return map {
		my @lines = map { [csv_fields($_)] } split /\n/, $_;
		my $keys = shift @lines;
		[map { my %row; @row{@$keys} = map { length $_ ? $_ : undef } @$_; \%row } @lines]
	} split /\n\n/, $_[0];
}

sub csv_fields {
	my ($line) = @_;
	my @fields;
	while ($line =~ /\G(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/g) {
		push @fields, defined $1 ? $1 =~ s/""/"/gr : $2;
		last if $3 eq '';
	}
	return @fields;
}

sub json_tables {
	return map { JSON::PP->new->decode($_)->{rows} } split /\n\n(?=\{)/, $_[0];
}

# Whole numbers to the last digit; others to what the last digits of a double can tell.
sub is_same {
	my ($ours, $theirs) = @_;
	return !defined $ours && !defined $theirs unless defined $ours && defined $theirs;
	return $ours eq $theirs if grep { !/^-?[\d.]+(e[-+]?\d+)?$/ } $ours, $theirs;
	return $ours == $theirs if $theirs =~ /^-?\d+$/ && $ours == int $ours;
	return abs($ours - $theirs) <= 1e-12 * max(abs $ours, abs $theirs) || abs($ours - $theirs) < 1e-11;
}

sub compare_value {
	my ($what, $ours, $theirs) = @_;
	$compared++;
	return if is_same($ours, $theirs);
	$different++;
	printf "%s: shown %s, computed %s\n", $what, map { $_ // 'nothing' } $theirs, $ours if $different <= 20;
}

# Rows go by what names them; a column that is not known here is a fault, too.
sub compare_tables {
	my ($what, $ours, $theirs) = @_;
	my $name = sub { join ' ', grep { defined } @{ $_[0] }{qw(workload vcpu reason unit)} };
	my %computed = map { $name->($_) => $_ } @$ours;

	compare_value("$what, number of rows", scalar @$ours, scalar @$theirs);
	for my $row (@$theirs) {
		my $mine = delete $computed{ $name->($row) };
		unless ($mine) {
			compare_value("$what, row " . $name->($row), undef, 'there');
			next;
		}
		compare_value("$what, " . $name->($row) . ", $_",
			exists $mine->{$_} ? $mine->{$_} : 'a column that the test does not know', $row->{$_})
			for sort keys %$row;
	}
	compare_value("$what, row $_", 'there', undef) for sort keys %computed;
}

my @vcpus = (undef);
my @results = map { load($_) } @names;
if ($option{'--net-idle'}) {
	subtract_idle($_) for @results;
}
$_->{isa} = $_->{counters}{isa} for @results;

if ($verb eq 'show') {
	my $result = $results[0];
	my @runs = @{ $result->{workloads} };
	my $vcpus_of = sub {
		return (undef) unless $option{'--per-vcpu'};
		my @n = map { scalar @{ $_->{vcpus} } } grep { $_->{ok} } @{ $_[0]{repeats} };
		return @n ? (0 .. min(@n) - 1) : ();
	};
	my @rows = map { my $run = $_; map { result_row($result, $run, $_) } $vcpus_of->($run) } @runs;
	my @reasons = map { my $run = $_; [map { reason_rows($result, $run, $_) } $vcpus_of->($run)] } @runs;
	for my $format (qw(csv json)) {
		my $tables = $format eq 'csv' ? \&csv_tables : \&json_tables;
		my ($shown) = $tables->(output_of(@names, '--format', $format));
		compare_tables("show, $format", \@rows, $shown);
		my @shown = $tables->(output_of(@names, (map { $_->{name} } @runs), '--format', $format));
		compare_value("show of workloads, $format, number of tables", scalar @runs, scalar @shown);
		compare_tables("show $runs[$_]{name}, $format", $reasons[$_], $shown[$_] // []) for 0 .. $#runs;
	}
	# Columns that are not shown unless they are asked for.
	my ($shown) = csv_tables(output_of(@names, '--format', 'csv', '--columns', 'workload,vcpu,ended_by,precision_percent'));
	compare_tables('show, more columns', \@rows, $shown);
} elsif ($verb eq 'compare') {
	if ($results[0]{isa} ne $results[1]{isa}) {
		merge_classes($_) for @results;
		$_->{isa} = 'classes' for @results;
	}
	my ($way) = map { /^--per=(.*)/ ? $1 : () } keys %option;
	my $what = $option{'--time'} ? 'time' : 'exits';
	my @rows = comparison_rows(@results, sub { $_[0]{what} eq $what && (!$way || $way eq $_[0]{per}) });
	for my $format (qw(csv json)) {
		my ($shown) = ($format eq 'csv' ? \&csv_tables : \&json_tables)->(output_of(@names, '--format', $format));
		compare_tables("compare, $format", \@rows, $shown);
	}
} else {
	die "usage: recompute.pl EXITBENCH show RESULT [OPTION...] | compare BASE NEW [OPTION...]\n";
}
print "$different of $compared values differ\n" if $different;
print "$compared values compared\n";
exit($different ? 1 : 0);
