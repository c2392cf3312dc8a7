using System.Globalization;
using System.Runtime.InteropServices;
using Parley.Bench;
using Parley.Bench.Cluster;
using Parley.Bench.Limit;
using Parley.Bench.Report;

if (args is ["relay", var port])
{
    using var relay = new EpollRelay();
    relay.Run(int.Parse(port, CultureInfo.InvariantCulture));
}

if (args.Contains("--help"))
{
    Console.WriteLine(args is ["cluster", ..] ? ClusterOptions.Usage : BenchOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
try
{
    if (args is ["cluster", .. var rest])
        return MeasureCluster(ClusterOptions.Parse(rest));
    var options = BenchOptions.Parse(args);
    var page = "";
    var results = new Runner(options, new Layout(Path.GetFullPath(options.Repository)), stop.Token)
        .Measure(measured => page = ReportWriter.Write(measured, options));
    Console.WriteLine(page);
    return results.Failures.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 130;
}
catch (BenchException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

int MeasureCluster(ClusterOptions options)
{
    var bench = new ClusterBench(options, new Layout(Path.GetFullPath(options.Repository)), stop.Token);
    var written = "";
    var results = bench.Measure(measured => written = ClusterReport.Write(measured, options, bench.Peers));
    Console.WriteLine(written);
    return results.Failures.Count == 0 ? 0 : 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
