using Microsoft.Extensions.Hosting;
using Parley.Server.Options;

namespace Parley.Tests.Options;

public sealed class WrongOptions : IDisposable
{
    private readonly OptionsSource source = new();

    public void Dispose() => source.Dispose();

    [Fact]
    public void All_faults_are_named_at_once_with_key_and_remedy()
    {
        var refusal = Should.Throw<InvalidOptionsException>(() => source.Read(
            Environments.Production,
            ("Auth:SymmetricKey", "short"), ("Limits:Burst", "many"), ("Direct:OfferTimeout", "soon"),
            ("Limits:Conections", "5"), ("Storage:Provider", "oracle")));

        refusal.Faults.Count.ShouldBe(5);
        refusal.Message.ShouldContain("5 faults");
        refusal.Message.ShouldContain("Parley:Auth:SymmetricKey: is 5 bytes long; at least 32 are needed. Make one: openssl rand -base64 48");
        refusal.Message.ShouldContain("Parley:Limits:Burst: 'many' can't be read; write a whole number");
        refusal.Message.ShouldContain("Parley:Direct:OfferTimeout: 'soon' can't be read; write seconds (30)");
        refusal.Message.ShouldContain("Parley:Limits:Conections: is no option of Parley. Did you mean Parley:Limits:Connections?");
        refusal.Message.ShouldContain("Parley:Storage:Provider: is 'oracle'; it has to be 'sqlite'");
    }

    [Fact]
    public void A_missing_key_stops_Production_and_says_how_to_make_one()
    {
        var refusal = Should.Throw<InvalidOptionsException>(() => source.Read(Environments.Production));

        refusal.Message.ShouldContain("Parley:Auth:SymmetricKey: is missing, and so is Parley:Auth:Jwks");
        refusal.Message.ShouldContain("openssl rand -base64 48");
    }

    [Fact]
    public void A_repeated_word_is_no_key_in_Production() =>
        source.Faults(("Auth:SymmetricKey", string.Concat(Enumerable.Repeat("secret", 10)))).ShouldHaveSingleItem()
            .ShouldContain("is no random key");

    [Fact]
    public void No_message_repeats_a_secret()
    {
        var faults = source.Faults(
            ("Auth:SymmetricKey", "hush-hush"), ("Admin:ApiKey", "hush-hush"),
            ("Turn:SharedSecret", "hush-hush"), ("Storage:ConnectionString", "Password=hush-hush;What=Is"));

        faults.Count.ShouldBe(4);
        faults.ShouldAllBe(f => !f.Contains("hush-hush"));
    }

    [Theory]
    [InlineData("Password=hush-hush;What=Is", "can't be read; write Host=")]
    [InlineData("Host=db;Database=parley;Timeout=hush-hush", "can't be read; write Host=")]
    [InlineData("Database=parley;Password=hush-hush", "names no Host")]
    [InlineData("Host=db;Password=hush-hush", "names no Database")]
    [InlineData("Host=db;Database=parley;Password=hush-hush;Timeout=3", "says 'Timeout', which is an option of its own: Parley:Storage:ConnectTimeout")]
    [InlineData("Host=db;Database=parley;MaxPoolSize=9", "says 'Maximum Pool Size', which is an option of its own: Parley:Storage:MaxConnections")]
    [InlineData(null, "is missing; write Host=")]
    public void What_is_wrong_with_the_address_of_a_PostgreSQL_is_told_without_repeating_it(string? connectionString, string fault)
    {
        var told = source.Faults(("Storage:Provider", "postgres"), ("Storage:ConnectionString", connectionString)).ShouldHaveSingleItem();

        told.ShouldStartWith($"Parley:Storage:ConnectionString: {fault}");
        told.ShouldNotContain("hush-hush");
    }

    [Theory]
    [InlineData("amqp://parley:hush-hush@/")]
    [InlineData("http://parley:hush-hush@rabbitmq:5672/")]
    [InlineData("rabbitmq:hush-hush")]
    public void A_wrong_address_of_the_broker_is_told_without_repeating_it(string address)
    {
        var told = source.Faults(
            ("Cluster:RabbitMq", address), ("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Host=db;Database=parley")).ShouldHaveSingleItem();

        told.ShouldStartWith("Parley:Cluster:RabbitMq: is no amqp:// or amqps:// address");
        told.ShouldNotContain("hush-hush");
    }

    [Fact]
    public void Several_nodes_need_a_database_for_several()
    {
        source.Faults(("Cluster:RabbitMq", "amqp://parley:hush-hush@rabbitmq/")).ShouldHaveSingleItem()
            .ShouldStartWith("Parley:Storage:Provider: is sqlite, which is for one server");
        source.Read(Environments.Development, ("Cluster:RabbitMq", "amqp://parley:hush-hush@rabbitmq/"))
            .Cluster.RabbitMq.ShouldBe("amqp://parley:hush-hush@rabbitmq/");
    }

    [Theory]
    [InlineData("Storage:ConnectTimeout", "2m", "it has to be from 00:00:01 to 00:01:00")]
    [InlineData("Storage:CommandTimeout", "1500ms", "it has to be whole seconds")]
    [InlineData("Storage:StartTimeout", "2h", "it has to be from 00:00:00 to 01:00:00")]
    [InlineData("Storage:MaxConnections", "0", "it has to be from 1 to 1000")]
    public void Times_and_numbers_of_the_database_have_ranges(string key, string value, string fault) =>
        source.Faults((key, value)).ShouldHaveSingleItem().ShouldContain(fault);

    [Fact]
    public void A_wrong_name_within_a_group_is_named() =>
        source.Faults(("Media:Janus:0:Url", "ws://127.0.0.1:8188"), ("Media:Janus:0:Adminkeys", "key"))
            .ShouldHaveSingleItem().ShouldContain("Did you mean Parley:Media:Janus:0:AdminKey?");

    [Fact]
    public void One_media_server_is_named_once() =>
        source.Faults(("Media:Janus:0:Url", "ws://janus.example:8188"), ("Media:Janus:1:Url", "ws://JANUS.example:8188/"))
            .ShouldHaveSingleItem().ShouldStartWith("Parley:Media:Janus:1:Url: names 'janus.example:8188' a second time");

    [Theory]
    [InlineData("Auth", "x", "is a group of options, not a value")]
    [InlineData("Auth:SymmetricKey:0", "x", "is a single value, not a group")]
    [InlineData("Auth:Jwks", "missing.json", "names the file")]
    [InlineData("Auth:Jwks", "http://idp.example/keys", "is not safe")]
    [InlineData("Auth:CloseOnExpiry", "yes", "write true or false")]
    [InlineData("Admin:ApiKey", "tooshort", "at least 16")]
    [InlineData("Admin:ApiKey", "with a blank in the middle", "an HTTP header can't carry")]
    [InlineData("Origins", "https://a.example/path", "is no origin")]
    [InlineData("Origins", "a.example", "is no origin")]
    [InlineData("Origins", "*,https://a.example", "'*' beside others")]
    [InlineData("Origins:first", "https://a.example", "is no item of a list")]
    [InlineData("Turn:Urls", "http://turn.example", "is no STUN or TURN address")]
    [InlineData("Turn:Urls", "turn:turn.example", "Parley:Turn:SharedSecret: is missing")]
    [InlineData("Turn:SharedSecret", "x", "has no turn: or turns: address")]
    [InlineData("Turn:Lifetime", "5", "has to be from 00:01:00 to 7.00:00:00")]
    [InlineData("Limits:MessagesPerSecond", "0", "has to be from 1")]
    [InlineData("Limits:OutboxBytes", "10", "has to be from 131072")]
    [InlineData("Limits:Connections", "-1", "has to be from 1")]
    [InlineData("Direct:HeartbeatInterval", "1.5", "whole seconds")]
    [InlineData("Direct:RegisterTimeout", "0", "has to be from 00:00:01")]
    [InlineData("ChatRoom:Envelope", "envelope", "has to be 'webrtc.signal' or 'signaling'")]
    [InlineData("GuestCall:GuestsPerAddress", "0", "has to be from 1 to 1000000")]
    [InlineData("GuestCall:ConnectionsPerMinute", "-1", "has to be from 1 to 1000000")]
    [InlineData("GuestCall:ConnectionsPerAddress", "-1", "has to be from 0 to 1000000")]
    [InlineData("GuestCall:SessionLifetime", "59", "has to be from 00:01:00 to 7.00:00:00")]
    [InlineData("GuestCall:MatchRecovery", "11m", "has to be from 00:00:00 to 00:10:00")]
    [InlineData("GuestCall:RingTimeout", "0", "has to be from 00:00:01 to 00:10:00")]
    [InlineData("GuestCall:PingInterval", "99ms", "has to be from 00:00:00.1000000 to 00:10:00")]
    [InlineData("GuestCall:PingTimeout", "0", "has to be from 00:00:00.1000000 to 00:10:00")]
    [InlineData("GuestCall:Recovery", "2h", "has to be from 00:00:00 to 01:00:00")]
    [InlineData("GuestCall:PingIntervall", "1", "Did you mean Parley:GuestCall:PingInterval?")]
    [InlineData("World:TicksPerSecond", "61", "has to be from 1 to 60")]
    [InlineData("World:Grace", "11m", "has to be from 00:00:00 to 00:10:00")]
    [InlineData("World:Capacity", "0", "has to be from 1 to 10000")]
    [InlineData("World:TileBurst", "-4", "has to be from 1 to 10000")]
    [InlineData("Storage:ConnectionString", "Data Source=:memory:", "a database in memory")]
    [InlineData("Storage:ConnectionString", "Data Source=", "names no file")]
    [InlineData("Media:Janus", "ws://127.0.0.1:8188", "is a list of groups, not a value; set one of Url, ApiSecret, AdminKey in Parley:Media:Janus:0.")]
    [InlineData("Media:Janus:first:Url", "ws://127.0.0.1:8188", "Parley:Media:Janus:first: is no item of a list; write Parley:Media:Janus:0:Url")]
    [InlineData("Media:Janus:0:Url", "http://127.0.0.1:8088/janus", "Parley:Media:Janus:0:Url: is no WebSocket address")]
    [InlineData("Media:Janus:0:Url", "ws://me:secret@127.0.0.1:8188", "is no WebSocket address")]
    [InlineData("Media:Janus:0:AdminKey", "key", "Parley:Media:Janus:0:Url: is missing")]
    [InlineData("Otlp:Endpoint", "localhost:4317", "is no http:// or https:// address")]
    [InlineData("Otlp:Protocol", "carrier pigeon", "has to be 'grpc' or 'http/protobuf'")]
    [InlineData("Shutdown:DrainTimeout", "1h", "has to be from 00:00:00 to 00:10:00")]
    [InlineData("Trun:Urls", "stun:a.example", "Did you mean Parley:Turn?")]
    [InlineData("Something", "x", "Known here: Auth, Admin")]
    public void A_wrong_value_is_named(string key, string value, string expected) =>
        source.Faults((key, value)).ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("Auth:Jwks", "https://idp.example/keys")]
    [InlineData("Auth:Jwks", "http://localhost:8081/keys")]
    [InlineData("Origins", "*")]
    [InlineData("Origins", "http://localhost:3000,https://a.example/")]
    [InlineData("Turn:Urls", "stun:stun.example:3478")]
    [InlineData("Otlp:Endpoint", "http://localhost:4317")]
    [InlineData("GuestCall:Recovery", "0")]
    [InlineData("GuestCall:SessionLifetime", "1m")]
    public void A_right_value_is_taken(string key, string value) => source.Read((key, value)).ShouldNotBeNull();
}
