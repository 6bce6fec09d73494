#!/usr/bin/perl
# Point the header of a program at the entry of shadow_stack.c, and sum anew.
use strict;
use warnings;

my ($path) = @ARGV;
open(my $in, '<:raw', $path) or die "$path: $!\n";
my $image = do { local $/; <$in> };
close($in);

my $pe = unpack('V', substr($image, 0x3c, 4));
die "$path is no program of Windows\n" if substr($image, $pe, 4) ne "PE\0\0";
my $optional = $pe + 24;
die "$path is not of 64 bits\n" if unpack('v', substr($image, $optional, 2)) != 0x20b;

my $mark = index($image, "garde CET mark:\0");
die "$path has no mark\n" if $mark < 0;
my $entry = $mark + 16;
my $data = $entry + 28;

# Where the file's byte $_[0] stands in memory.
sub address {
	my ($at) = @_;
	my $count = unpack('v', substr($image, $pe + 6, 2));
	my $table = $optional + unpack('v', substr($image, $pe + 20, 2));
	for my $i (0 .. $count - 1) {
		my ($address, $size, $raw) =
			unpack('VVV', substr($image, $table + 40 * $i + 12, 12));
		return $address + $at - $raw if $at >= $raw && $at < $raw + $size;
	}
	die "$path: the mark lies in no section\n";
}

substr($image, $entry + 20, 8) = pack('VV', address($data), $data);
# The seventh of the directories, each an address and a size.
substr($image, $optional + 112 + 6 * 8, 8) = pack('VV', address($entry), 28);

substr($image, $optional + 64, 4) = "\0\0\0\0";
my $sum = unpack('%64v*', length($image) % 2 ? "$image\0" : $image);
$sum = ($sum & 0xffff) + ($sum >> 16) while $sum > 0xffff;
substr($image, $optional + 64, 4) = pack('V', $sum + length($image));

open(my $out, '>:raw', $path) or die "$path: $!\n";
print $out $image or die "$path: $!\n";
close($out) or die "$path: $!\n";
