# SPDX-License-Identifier: GPL-2.0-only
#
# The statistics of comparisons, for recompute.pl: what verdict.h and statistics.h say, done the plain way, by
# going through all ways to deal the repeats to the two sides.
use strict;
use warnings;
use List::Util qw(sum0 min max first);

use constant { ERROR => 0.05, TOTALS => 0.8, SHARE => 0.01, LEAST => 0.01 };

my @quantities = (
	{ unit => 'exits/op', what => 'exits', per => 'op' },
	{ unit => 'exits/s', what => 'exits', per => 'second' },
	{ unit => 'ns/op', what => 'time', per => 'op' },
	{ unit => 'time %', what => 'time', per => 'second' },
);

# ---- Numbers of the repeats

# A number of each sound repeat; undef where one does not have it.
sub values_of {
	my ($side, $key, $q) = @_;
	my ($result, $run) = @$side;
	my $counters = $result->{counters};
	my @values;

	for my $repeat (grep { $_->{ok} } @{ $run->{repeats} }) {
		my $rows = $repeat->{window}{rows};
		my @own = $key ne 'total' ? grep { $_ eq $key } keys %$rows :
			$q->{what} eq 'exits' ? keys %$rows : grep { class($result->{isa}, $_) ne 'hlt' } keys %$rows;
		my $amount = sum0(map { $rows->{$_}{ $q->{what} eq 'exits' ? 'exits' : 'cycles' } } @own);
		my $seconds = seconds($repeat);
		my $per = $q->{per} eq 'second' ? $seconds : $repeat->{ops};
		if ($q->{what} eq 'time') {
			return unless $counters->{has_time} && $counters->{tsc_khz};
			$amount *= 1e6 / $counters->{tsc_khz} if $q->{per} eq 'op';
			$amount *= 100 / ($counters->{tsc_khz} * 1000 * $counters->{vcpus}) if $q->{per} eq 'second';
		}
		return unless $per > 0;
		push @values, $amount / $per;
	}
	return @values;
}

sub median_of {
	my ($side, $number) = @_;
	return median(grep { defined } map { $number->($_) } grep { $_->{ok} } @{ $side->[1]{repeats} });
}

sub growth {
	my ($sides, $number) = @_;
	my ($before, $after) = map { median_of($_, $number) } @$sides;
	return defined $before && defined $after ? 100 * ($after / $before - 1) : undef;
}

sub compared {
	my ($sides, $asked) = @_;
	my $run = $sides->[0][1];
	my ($op, $other_op) = map { $_->[1]{op} // '' } @$sides;
	my $pace = sub { $_[0]{ops} > 0 && $_[0]{wall_ns} ? $_[0]{ops} / seconds($_[0]) : undef };
	my %keys = map { $_ => 1 } map { keys %{ $_->{window}{rows} } } grep { $_->{ok} } map { @{ $_->[1]{repeats} } } @$sides;
	my %c = (
		name => $run->{name},
		pace => growth($sides, $pace),
		speed => growth($sides, sub { $_[0]{speed} || undef }),
		base_pace => median_of($sides->[0], $pace),
		vcpus => $sides->[0][0]{counters}{vcpus},
		changes => [],
	);

	for my $key ('total', sort keys %keys) {
		for my $q (grep { $asked->($_) } @quantities) {
			next if $q->{per} eq 'op' && $op ne '' && $other_op ne '' && $op ne $other_op;
			my ($x, $y) = map { [values_of($_, $key, $q)] } @$sides;
			next unless @$x && @$y;
			push @{ $c{changes} }, { %$q, key => $key, x => $x, y => $y, base => spread(@$x), new => spread(@$y) };
		}
	}
	return @{ $c{changes} } ? \%c : ();
}

# ---- The test

sub differences {
	my ($change) = @_;
	return map { my $x = $_; map { $_ - $x } @{ $change->{y} } } @{ $change->{x} };
}

# All ways to choose k of n, as lists of numbers.
sub choices {
	my ($n, $k) = @_;
	return [] if !$k;
	return () if $n < $k;
	return (choices($n - 1, $k), map { [@$_, $n - 1] } choices($n - 1, $k - 1));
}

sub u_of {
	my ($x, $y) = @_;
	return sum0(map { my $v = $_; map { $v > $_ ? 1 : $v == $_ ? 0.5 : 0 } @$x } @$y);
}

# U of every deal of these values. Each is a choice of what is new; the rest is base.
my %dealt;
sub deals {
	my ($n, $m, @all) = @_;
	my $deals = $dealt{"$n $m"} //= [map {
		my %new = map { $_ => 1 } @$_;
		[[grep { !$new{$_} } 0 .. $n + $m - 1], [grep { $new{$_} } 0 .. $n + $m - 1]]
	} choices($n + $m, $m)];
	return map { u_of([@all[@{ $_->[0] }]], [@all[@{ $_->[1] }]]) } @$deals;
}

sub test_ranks {
	my ($change) = @_;
	my ($x, $y) = @$change{qw(x y)};
	my $mean = @$x * @$y / 2;
	my $u = u_of($x, $y);
	my @us = deals(scalar @$x, scalar @$y, @$x, @$y);
	$change->{superiority} = $u / (@$x * @$y);
	$change->{alone} = (grep { abs($_ - $mean) >= abs($u - $mean) } @us) / @us;
}

my %ranks;
# As many differences are left out at each end as U may be small by chance.
sub interval {
	my ($change) = @_;
	my ($n, $m) = map { scalar @{ $change->{$_} } } qw(x y);
	my @d = sort { $a <=> $b } differences($change);
	my $rank = $ranks{"$n $m"} //= do {
		my @us = deals($n, $m, 1 .. $n + $m);
		my $least = 0;
		$least++ while $least < @d && (grep { $_ <= $least } @us) / @us <= ERROR / 2;
		$least
	};
	return $rank ? ($d[$rank - 1], $d[-$rank]) : (undef, undef);
}

sub least_p {
	my ($change) = @_;
	my @sizes = map { scalar @{ $change->{$_} } } qw(x y);
	my $ways = 1;
	$ways *= ($sizes[0] + $_) / $_ for 1 .. $sizes[1];
	return min(1, 2 / $ways);
}

# ---- The verdicts

sub correct {
	my ($part, @tests) = @_;
	my $most = 0;
	my $left = @tests;
	for my $test (sort { $a->{alone} <=> $b->{alone} } @tests) {
		$most = max($most, min(1, $test->{alone} * $left--));
		$test->{p} = min($test->{p} // 1, 1, $most / $part);
	}
}

sub direction {
	my ($change) = @_;
	my $ranks = $change->{superiority} <=> 0.5;
	my $medians = $change->{new}{median} <=> $change->{base}{median};
	return $medians && $medians != $ranks ? 0 : $ranks;
}

sub verdict {
	my ($c, $change) = @_;
	my ($base, $new) = @$change{qw(base new)};
	my $delta = $new->{median} - $base->{median};
	my $moved = $delta * ($change->{per} eq 'op' ? $c->{base_pace} : 1) *
		($change->{unit} eq 'ns/op' ? 100 / 1e9 / $c->{vcpus} : 1);
	my $where = direction($change);
	return 'same' unless defined $change->{p} && $change->{p} <= ERROR && $where;
	return 'small' if $base->{median} > 0 && abs($new->{median} / $base->{median} - 1) < LEAST;
	return 'small' if abs($moved) < ($change->{what} eq 'time' ? 0.01 : 1);
	return 'appeared' if $base->{max} == 0 && $new->{min} > 0;
	return 'vanished' if $new->{max} == 0 && $base->{min} > 0;
	return $where > 0 ? 'more' : 'less';
}

sub judged {
	my @compared = @_;
	my (@totals, @all);

	for my $c (@compared) {
		my @total = grep { $_->{key} eq 'total' } @{ $c->{changes} };
		test_ranks($_) for @{ $c->{changes} };
		push @totals, @total;
		for my $change (grep { $_->{key} ne 'total' && $_->{unit} eq $total[0]{unit} } @{ $c->{changes} }) {
			push @all, $change if $change->{base}{median} + $change->{new}{median} >=
				SHARE * ($total[0]{base}{median} + $total[0]{new}{median});
		}
	}
	correct(TOTALS, @totals);
	correct(1 - TOTALS, @all);
	for my $c (@compared) {
		for my $total (grep { $_->{key} eq 'total' && $_->{p} <= ERROR } @{ $c->{changes} }) {
			correct(1, grep { $_->{key} ne 'total' && $_->{unit} eq $total->{unit} } @{ $c->{changes} });
		}
		$_->{verdict} = verdict($c, $_) for @{ $c->{changes} };
	}
	my $left = grep { $_->{p} > ERROR } @totals;
	judge_workload($_, $left) for @compared;
	return @compared;
}

sub judge_workload {
	my ($c, $left) = @_;
	my $change = qr/^(more|less|appeared|vanished)$/;

	for (@{ $c->{changes} }) {
		$_->{verdict} = 'unsure'
			if $left && $_->{verdict} eq 'same' && least_p($_) > ERROR * TOTALS / $left;
	}
	my @against;
	for my $one (@{ $c->{changes} }) {
		my $other = first { $_->{key} eq $one->{key} && $_->{per} ne $one->{per} } @{ $c->{changes} };
		next unless $other && $one->{verdict} =~ $change;
		my ($low, $high) = interval($other);
		my $furthest = !defined $low ? 9**9**9 : direction($one) > 0 ? $high : -$low;
		my $trusted = $one->{per} eq 'op' && defined $c->{speed} && abs($c->{speed}) <= 2;
		# Each side is one boot here, so that medians that go the other way are enough.
		my ($before, $after) = map { $other->{$_}{median} } qw(base new);
		my $opposite = direction($one) * ($after - $before) < -LEAST * $before;
		push @against, $one
			if $furthest < 0 || !$trusted && ($opposite || $furthest <= LEAST * $before);
	}
	$_->{verdict} = 'disagree' for @against;
	my @total = grep { $_->{key} eq 'total' } @{ $c->{changes} };
	my @reasons = grep { $_->{key} ne 'total' } @{ $c->{changes} };
	my $finding = (first { $_->{verdict} eq 'disagree' } @total)
		// (first { $_->{verdict} =~ $change } @total, @reasons)
		// (first { $_->{verdict} eq 'disagree' } @reasons)
		// (first { $_->{verdict} =~ /^(unsure|small)$/ } @total);
	$c->{verdict} = $finding ? $finding->{verdict} : 'same';
}

1;
