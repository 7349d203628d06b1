# SPDX-License-Identifier: GPL-2.0-only
#
# The statistics of recompute.pl: what is left without the idle guest, medians, ranges, the precision of a
# median, and which repeats stand out.
use strict;
use warnings;
use List::Util qw(sum0 min max first);

# ---- Net of idle: less the median rate of the idle guest, times the window's seconds

sub seconds { return $_[0]{wall_ns} / 1e9 }

sub subtract_idle {
	my ($result) = @_;
	my $isa = $result->{counters}{isa};
	my @idle = grep { $_->{ok} && $_->{wall_ns} } map { $_->{window} } @{ $result->{idle}{windows} // [] };
	my %rate; # by part (-1: all vCPUs), reason and quantity

	for my $repeat (map { @{ $_->{repeats} } } @{ $result->{workloads} }) {
		for my $part (-1 .. $#{ $repeat->{vcpus} }) {
			my $window = $part < 0 ? $repeat->{window} : $repeat->{vcpus}[$part];
			my @quiet = grep { $_->[0] } map { [$part < 0 ? $_->{window} : $_->{vcpus}[$part], $_] } @idle;
			for my $key (keys %{ $window->{rows} }) {
				my $row = $window->{rows}{$key};
				my $rate = sub {
					my ($quantity) = @_;
					my @get = ref $quantity ? @$quantity : ($quantity);
					return $rate{"$part $key @get"} //= median(map {
						my $value = $_->[0]{rows}{$key}{ $get[0] };
						$value = $value->[$get[1]] if @get > 1;
						($value // 0) / seconds($_->[1])
					} @quiet) // 0;
				};
				my $less = sub {
					my ($value, $quantity) = @_;
					return max(0, $value - int($rate->($quantity) * seconds($repeat) + 0.5));
				};
				$row->{exits} = $less->($row->{exits}, 'exits');
				# HLT's time is idle time, of which nothing is taken.
				next if class($isa, $key) eq 'hlt';
				$row->{$_} = $less->($row->{$_}, $_) for qw(cycles user user_cycles);
				next unless $row->{buckets};
				$row->{buckets}[$_] = $less->($row->{buckets}[$_], ['buckets', $_]) for 0 .. 31;
			}
			delete @{ $window->{rows} }{ grep { !$window->{rows}{$_}{exits} && !$window->{rows}{$_}{cycles} }
				keys %{ $window->{rows} } };
		}
	}
}

# ---- Over the repeats: medians and ranges

sub median {
	my @v = sort { $a <=> $b } @_;
	return undef unless @v;
	return @v % 2 ? $v[$#v / 2] : ($v[@v / 2 - 1] + $v[@v / 2]) / 2;
}

sub spread {
	my @v = grep { defined } @_;
	return { n => 0 } unless @v;
	return { n => scalar @v, median => median(@v), min => min(@v), max => max(@v) };
}

sub ratio { return defined $_[0] && $_[1] ? $_[0] / $_[1] : undef }

# Half the range in percent of the median.
sub half_range {
	my ($s) = @_;
	return undef unless $s->{n} > 1 && $s->{median} > 0;
	return 100 * ($s->{max} - $s->{min}) / 2 / $s->{median};
}

sub percent { return defined $_[0]{median} ? 100 * $_[0]{median} : undef }

# The upper end of the bucket below which that share of the exits lies; the last one has none.
sub bound {
	my ($buckets, $share) = @_;
	my $wanted = $share * sum0(@$buckets);
	my $seen = 0;
	return undef unless $wanted > 0;
	for my $b (0 .. 30) {
		$seen += $buckets->[$b];
		return 2**($b + 1) if $seen >= $wanted - 1e-9;
	}
	return undef;
}

# The windows of the usable repeats, of all vCPUs or of one.
sub parts {
	my ($run, $vcpu) = @_;
	return map { [$_, defined $vcpu ? $_->{vcpus}[$vcpu] : $_->{window}] } grep { $_->{ok} } @{ $run->{repeats} };
}

# What a set of reasons has: of all of them, and, for times, of those that count as time spent.
sub quantities {
	my ($result, $run, $vcpu, $has, $has_time) = @_;
	my $counters = $result->{counters};
	my (%v, @buckets);

	for (parts($run, $vcpu)) {
		my ($repeat, $window) = @$_;
		my @all = map { $window->{rows}{$_} } grep { $has->($_) } keys %{ $window->{rows} };
		my @timed = map { $window->{rows}{$_} } grep { $has_time->($_) } keys %{ $window->{rows} };
		my $exits = sum0(map { $_->{exits} } @all);
		my $cycles = $counters->{has_time} ? sum0(map { $_->{cycles} } @timed) : undef;
		my $timed_exits = sum0(map { $_->{exits} } @timed);
		my $ops = defined $vcpu ? 0 : max(0, $repeat->{ops});
		my $given = seconds($repeat) * $counters->{tsc_khz} * 1000 * (defined $vcpu ? 1 : $counters->{vcpus});

		push @{ $v{exits} }, $exits;
		push @{ $v{per_second} }, ratio($exits, seconds($repeat));
		push @{ $v{per_op} }, ratio($exits, $ops);
		push @{ $v{cycles} }, $cycles;
		push @{ $v{cycles_per_exit} }, ratio($cycles, $timed_exits);
		push @{ $v{cycles_per_op} }, ratio($cycles, $ops);
		push @{ $v{tax} }, ratio($cycles, $given);
		if ($window->{user}) {
			my $user = sum0(map { $_->{user} } @all);
			push @{ $v{user_exits} }, $user;
			push @{ $v{user_share} }, ratio($user, $exits);
			push @{ $v{user_cycles} }, sum0(map { $_->{user_cycles} } @timed);
		}
		for my $row (@timed) {
			$buckets[$_] += $row->{buckets}[$_] // 0 for 0 .. 31;
		}
	}
	my %spreads = map { $_ => spread(@{ $v{$_} // [] }) } qw(exits per_second per_op cycles
		cycles_per_exit cycles_per_op tax user_exits user_share user_cycles);
	return { %spreads, buckets => \@buckets };
}

# A workload: the total and each reason that came in any sound repeat.
sub summary {
	my ($result, $run, $vcpu) = @_;
	my $isa = $result->{isa};
	my %keys = map { $_ => 1 } map { keys %{ $_->[1]{rows} } } parts($run, $vcpu);
	my $busy = sub { class($isa, $_[0]) ne 'hlt' };
	my %rows;

	for my $key (keys %keys) {
		my $this = sub { $_[0] eq $key };
		$rows{$key} = quantities($result, $run, $vcpu, $this, $this);
	}
	return {
		rows => \%rows,
		total => quantities($result, $run, $vcpu, sub { 1 }, $busy),
		idle => quantities($result, $run, $vcpu, sub { 1 }, sub { !$busy->($_[0]) }),
	};
}

# Half the width of the median's confidence interval of 95 %, by order statistics, in percent.
sub precision {
	my ($run) = @_;
	my @sound = grep { $_->{ok} } @{ $run->{repeats} };
	my $per_op = !grep { $_->{ops} <= 0 } @sound;
	my @v = sort { $a <=> $b } map {
		sum0(map { $_->{exits} } values %{ $_->{window}{rows} }) / ($per_op ? $_->{ops} : seconds($_))
	} grep { $per_op || $_->{wall_ns} } @sound;
	my ($rank, $chance, $binomial) = (0, 0, 1);

	# The chance that at most `rank` of the values lie below the median.
	while ($rank < @v) {
		$chance += $binomial / 2**@v;
		last if 2 * $chance > 0.05;
		$binomial *= (@v - $rank) / ($rank + 1);
		$rank++;
	}
	return undef unless $rank;
	return 0 if $v[-$rank] == $v[$rank - 1];
	return 100 * ($v[-$rank] - $v[$rank - 1]) / 2 / median(@v);
}

# Which of some values are of another kind than the others: beyond a factor of two from the nearest one
# and four times as far as the others lie apart; of five or more, by their median and a modified Z score.
sub far_out {
	my @v = @_;
	my $least = min(grep { $_ > 0 } @v) or return ();
	my @log = map { log($_ > 0 ? $_ : $least / 1000) } @v;
	my $factor = log(2) * (1 + 1e-9);
	my $far = sub {
		my ($i) = @_;
		my @others = @log[grep { $_ != $i } 0 .. $#log];
		my $gap = min(map { abs($_ - $log[$i]) } @others);
		return $gap > $factor && $gap > 4 * (max(@others) - min(@others));
	};

	return () if @v < 3;
	if (@v > 4) {
		my $median = median(@log);
		my @off = map { abs($_ - $median) } @log;
		my $scale = median(@off) / 0.6745 || 1.2533 * sum0(@off) / @off;
		$far = sub { $scale && $off[$_[0]] / $scale > 3.5 && $off[$_[0]] > $factor };
	}
	return grep { $far->($_) } 0 .. $#v;
}

# The numbers of the repeats that stand out by their work, exits, handling time or longest operation.
sub stands_out {
	my ($result, $run) = @_;
	my @all = @{ $run->{repeats} };
	my @places = grep { $all[$_]{ok} && $all[$_]{wall_ns} } 0 .. $#all;
	my @of = @all[@places];
	my $per_op = !grep { $_->{ok} && !($_->{ops} > 0) } @all;
	my @base = map { $per_op ? $_->{ops} : seconds($_) } @of;
	my @exits = map { sum0(map { $_->{exits} } values %{ $_->{window}{rows} }) } @of;
	my @busy = map {
		my $rows = $_->{window}{rows};
		sum0(map { $rows->{$_}{cycles} } grep { class($result->{isa}, $_) ne 'hlt' } keys %$rows);
	} @of;
	my @slowest = map { max(map { $_->{value} / 1e9 } grep { $_->{name} =~ /\.c?lat\.max$/ } @{ $_->{metrics} }) } @of;
	my %is;
	# Counts scatter by their square roots.
	my $look = sub {
		my ($values, $matters) = @_;
		for my $i (far_out(@$values)) {
			my ($next) = sort { abs($values->[$a] - $values->[$i]) <=> abs($values->[$b] - $values->[$i]) }
				grep { $_ != $i } 0 .. $#$values;
			$is{$i} = 1 if $matters->($i, $next);
		}
	};
	my $counted = sub {
		my ($n, $t) = @_;
		return sub {
			my ($i, $j) = @_;
			return abs($n->[$i] / $t->[$i] - $n->[$j] / $t->[$j])
				> 3 * sqrt($n->[$i] / $t->[$i]**2 + $n->[$j] / $t->[$j]**2);
		};
	};

	if (!$run->{fixed_ops}) {
		$look->([map { $_->{ops} } @of], $counted->([map { $_->{ops} } @of], [map { 1 } @of]));
	} elsif (!grep { !($_->{ops} > 0) } @of) {
		$look->([map { seconds($_) / $_->{ops} } @of], sub { 1 });
	}
	$look->([map { $exits[$_] / $base[$_] } 0 .. $#of], $counted->(\@exits, \@base));
	$look->([map { $busy[$_] / $base[$_] } 0 .. $#of], sub { 1 })
		if $result->{counters}{has_time} && !grep { $_ < 100 } @exits;
	$look->(\@slowest, sub { $slowest[$_[0]] > $slowest[$_[1]] && $slowest[$_[0]] >= 0.1 * seconds($of[$_[0]]) })
		unless grep { !defined } @slowest;
	return join(' ', map { $places[$_] + 1 } sort { $a <=> $b } keys %is) || undef;
}

1;
