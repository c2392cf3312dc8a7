using System.Text;
using Parley.Server.Authentication;

namespace Parley.Server.Options;

/// <summary>Keys have to be there, and strong, before a server faces the world.</summary>
internal sealed class AuthRules(IHostEnvironment environment, Action<string, string> add)
{
    /// <summary>Fewer different bytes than that are a placeholder or a word repeated, not a random key.</summary>
    private const int LeastDifferentBytes = 8;

    private const string HowToMakeOne = "Make one: openssl rand -base64 48";

    public void Check(AuthOptions auth, AdminOptions admin)
    {
        CheckSymmetricKey(auth);
        if (auth.Jwks is not null && JwksAddress.Fault(auth.Jwks, environment.ContentRootPath) is { } fault)
            add("Auth:Jwks", fault);
        if (admin.ApiKey is not null) CheckApiKey(admin.ApiKey);
    }

    private void CheckSymmetricKey(AuthOptions auth)
    {
        if (auth.SymmetricKey is null)
        {
            if (auth.Jwks is null && !environment.IsDevelopment())
            {
                add("Auth:SymmetricKey", "is missing, and so is Parley:Auth:Jwks: no token could be verified. "
                    + $"{HowToMakeOne}; or point Parley:Auth:Jwks at your identity provider's keys.");
            }

            return;
        }

        var key = Encoding.UTF8.GetBytes(auth.SymmetricKey);
        if (key.Length < SymmetricKeys.MinBytes)
            add("Auth:SymmetricKey", $"is {key.Length} bytes long; at least {SymmetricKeys.MinBytes} are needed. {HowToMakeOne}");
        else if (!environment.IsDevelopment() && key.Distinct().Count() < LeastDifferentBytes)
            add("Auth:SymmetricKey", $"is no random key: it is made of few different characters. {HowToMakeOne}");
    }

    private void CheckApiKey(string key)
    {
        if (key.Length < AdminOptions.MinKeyLength)
            add("Admin:ApiKey", $"is {key.Length} characters long; at least {AdminOptions.MinKeyLength} are needed. {HowToMakeOne}");
        if (key.Any(c => c is <= ' ' or > '~'))
            add("Admin:ApiKey", "has characters that an HTTP header can't carry; use letters, digits and signs of ASCII only.");
    }
}
