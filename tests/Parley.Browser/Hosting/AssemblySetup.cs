using Parley.Browser.Hosting;

[assembly: AssemblyFixture(typeof(DemoServer))]
[assembly: AssemblyFixture(typeof(Chromium))]

// Tests wait for browsers and servers, so that classes run side by side; but video is encoded and decoded in software, and
// with more at once all would be late.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
