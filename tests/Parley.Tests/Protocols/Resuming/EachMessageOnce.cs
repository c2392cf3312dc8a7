using Parley.Core.Resuming;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>
/// Four in a call whose connections drop, come back while the server believes in the old ones, lose answers, and go past
/// every bound of the log, in thousands of orders. Each hears what each says once and in order, or is told of the gap.
/// </summary>
public sealed class EachMessageOnce
{
    private const int Steps = 600;

    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(1, 60));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_drops(int seed)
    {
        var random = new Random(seed);
        var timePasses = seed % 3 == 0;
        var bench = new CallBench(
            new ResumeOptions { LogMessages = seed % 2 == 0 ? 8 : 256, ResumesPerMinute = seed % 5 == 0 ? 4 : 10_000, SessionsPerUser = 3 });
        ModelClient[] people = [.. "abcd".Select(name => new ModelClient(bench, $"{name}"))];
        for (var step = 0; step < Steps; step++) Step(random, bench, people, timePasses);

        Settle(people);
        foreach (var person in people) person.Say();
        Settle(people);

        foreach (var hearer in people)
        {
            foreach (var speaker in people.Where(p => p != hearer)) Check(hearer, speaker);
        }

        if (!timePasses && seed % 5 != 0) people.SelectMany(p => p.Left).ShouldBeEmpty();
        LeavesNothing(bench, people);
    }

    [Fact]
    public void All_outcomes_are_met()
    {
        var results = new HashSet<ResumeResult>();
        foreach (var seed in Enumerable.Range(1, 12))
        {
            var random = new Random(seed);
            var bench = new CallBench(new ResumeOptions { LogMessages = 8 });
            ModelClient[] people = [.. "abcd".Select(name => new ModelClient(bench, $"{name}"))];
            for (var step = 0; step < Steps; step++) Step(random, bench, people, timePasses: true);
            results.UnionWith(people.SelectMany(p => p.Results));
        }

        results.ShouldBe(Enum.GetValues<ResumeResult>(), ignoreOrder: true);
    }

    private static void Step(Random random, CallBench bench, ModelClient[] people, bool timePasses)
    {
        var person = people[random.Next(people.Length)];
        switch (random.Next(20))
        {
            case < 6:
                person.Say();
                break;
            case < 11:
                person.Arrive();
                break;
            case < 15:
                for (var i = random.Next(4); i >= 0 && person.Read(); i--)
                {
                }

                break;
            case 15:
                if (person.IsConnected) person.Drop();
                break;
            case 16 or 17:
                if (!person.IsConnected || random.Next(4) == 0) person.Connect();
                break;
            case 18:
                if (person.Before.Count > 0) person.Before[random.Next(person.Before.Count)].Arrive();
                break;
            default:
                if (timePasses && random.Next(10) == 0) bench.Pass(random.Next(40));
                else if (person.Before.Count > 0) person.Before[random.Next(person.Before.Count)].End();
                break;
        }
    }

    /// <summary>Everybody is there, and everything has arrived.</summary>
    private static void Settle(ModelClient[] people)
    {
        foreach (var person in people.Where(p => !p.IsConnected)) person.Connect();
        for (var moved = true; moved;)
        {
            moved = false;
            foreach (var person in people) moved |= person.Read() | person.Arrive();
        }
    }

    private static void Check(ModelClient hearer, ModelClient speaker)
    {
        var (last, mayMiss) = (0, true);
        foreach (var (from, number) in hearer.Heard)
        {
            if (from is null) mayMiss = true;
            if (from != speaker.Account) continue;

            number.ShouldBeGreaterThan(last, $"{hearer} hears {speaker} twice, or not in order");
            if (!mayMiss && number != last + 1)
                speaker.Breaks.ShouldContain(number, $"{hearer} misses what {speaker} said after {last}");
            (last, mayMiss) = (number, false);
        }

        last.ShouldBe(speaker.Said, $"{hearer} misses the last of {speaker}");
    }

    private static void LeavesNothing(CallBench bench, ModelClient[] people)
    {
        foreach (var person in people) person.Leave();
        bench.Pass(31);
        bench.Kept.Count.ShouldBe(0);
        bench.Kept.Away.ShouldBe(0);
        bench.Kept.Bytes.ShouldBe(0);
        bench.RoomCount.ShouldBe(0);
        bench.Metrics.Connections.ShouldBe(0);
    }
}
