using System.Collections.Concurrent;
using Parley.Core.Identity;

namespace Parley.Tests.Core.Identity;

public sealed class OrderedUuidsTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void They_are_of_version_7_and_begin_with_the_time()
    {
        var text = new OrderedUuids(time).Next().ToString();

        text[14].ShouldBe('7');
        "89ab".ShouldContain(text[19]);
        var milliseconds = Convert.ToInt64(text[..8] + text[9..13], 16);
        milliseconds.ShouldBe(time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Each_is_greater_than_all_before_it_while_time_stands_still_and_more_than_its_counter_holds_are_made()
    {
        var uuids = new OrderedUuids(time);

        var made = Enumerable.Range(0, 10_000).Select(_ => uuids.Next().ToString()).ToArray();

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.ShouldBeUnique();
    }

    [Fact]
    public void Each_is_greater_than_all_before_it_when_the_clock_goes_back()
    {
        var uuids = new OrderedUuids(time);
        var before = uuids.Next().ToString();

        time.Advance(TimeSpan.FromHours(-1));

        string.CompareOrdinal(uuids.Next().ToString(), before).ShouldBePositive();
    }

    [Fact]
    public void Two_that_were_made_at_one_time_differ_in_more_than_their_place()
    {
        var (first, second) = (new OrderedUuids(time).Next().ToString(), new OrderedUuids(time).Next().ToString());

        first[..18].ShouldBe(second[..18], "the same time, the same place");
        first[19..].ShouldNotBe(second[19..]);
    }

    [Fact]
    public void Each_is_greater_than_one_of_a_clock_that_is_ahead()
    {
        var ahead = new ManualTimeProvider();
        ahead.Advance(TimeSpan.FromMinutes(5));
        var theirs = new OrderedUuids(ahead);
        for (var i = 0; i < 5; i++) theirs.Next();
        var (other, uuids) = (theirs.Next(), new OrderedUuids(time));

        uuids.Pass(other);

        var next = uuids.Next();
        string.CompareOrdinal(next.ToString(), other.ToString()).ShouldBePositive();
        next.CompareTo(other).ShouldBePositive();
        uuids.Pass(other);
        uuids.Next().CompareTo(next).ShouldBePositive();
    }

    [Fact]
    public void Of_those_that_threads_make_at_once_no_two_have_the_same_place()
    {
        var uuids = new OrderedUuids(time);
        var places = new ConcurrentBag<string>();

        Parallel.For(0, 4, _ =>
        {
            var last = "";
            for (var i = 0; i < 2_000; i++)
            {
                var next = uuids.Next().ToString();
                string.CompareOrdinal(next, last).ShouldBePositive();
                last = next;
                places.Add(next[..18]);
            }
        });

        places.ShouldBeUnique();
    }
}
