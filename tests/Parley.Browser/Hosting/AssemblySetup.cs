using Parley.Browser.Hosting;

[assembly: AssemblyFixture(typeof(DemoServer))]
[assembly: AssemblyFixture(typeof(Chromium))]

// Every call encodes and decodes video in software: two at once would only make both of them late.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
